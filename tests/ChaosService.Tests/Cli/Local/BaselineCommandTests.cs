using System.Text.Json.Nodes;
using ChaosService.Docker.Processes;
using ChaosService.Engine.Reporting;
using ChaosService.Engine.Reporting.Results;
using ChaosService.Tests.Cli.Remote;
using ChaosService.Tests.Engine.Baselines;
using ChaosService.Tests.Engine.Fakes;

namespace ChaosService.Tests.Cli.Local;

/// <summary>A baseline from saving to comparing, as processes of their own.</summary>
public sealed class BaselineCommandTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public BaselineCommandTests()
    {
        foreach (var (id, p99) in (IEnumerable<(string, double)>)[("a", 9), ("b", 10), ("c", 11), ("same", 10), ("slow", 30), ("odd", 12)])
        {
            Directory.CreateDirectory(_directory.File(id));
            File.WriteAllText(
                Path.Combine(_directory.File(id), Reports.ResultsFile), ResultsJson.Write(BaselineTests.Run(id, p99).Results));
        }
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Exit_code_tells_same_worse_and_not_known()
    {
        var saved = await RunAsync("save", "b.json", "a", "b", "c");
        Assert.Equal((0, $"{_directory.File("b.json")}: primary-partition, 3 runs\n"), (saved.ExitCode, saved.Output));

        Assert.Equal(0, (await RunAsync("compare", "b.json", "same")).ExitCode);
        Assert.Equal(2, (await RunAsync("compare", "b.json", "odd")).ExitCode);
        var slow = await RunAsync("compare", "b.json", "slow");
        Assert.Equal(1, slow.ExitCode);
        Assert.StartsWith("primary-partition: invalid (1 of now, 3 of the baseline, tolerance 10%)\n", slow.Output);
        Assert.Matches(@"\n  latency\.p99_ms +10 +30 +200% +80\.4%  worse\n", slow.Output);

        var json = JsonNode.Parse((await RunAsync("compare", "b.json", "slow", "--json")).Output)!;
        Assert.Equal("invalid", (string?)json["outcome"]);
        Assert.Equal("latency.p99_ms", (string?)json["figures"]![0]!["figure"]);
        Assert.Equal(0, (await RunAsync("compare", "b.json", "odd", "--tolerance=30%")).ExitCode);
        Assert.Equal(0, (await RunAsync("compare", "b.json", "slow", "--figure=ops.ok_per_s")).ExitCode);
    }

    [Theory]
    [InlineData("there is no such file", "compare", "none.json", "a")]
    [InlineData("there is no results.json", "save", "b.json", "nowhere")]
    [InlineData("--tolerance is not a percentage: \"much\"", "compare", "b.json", "a", "--tolerance=much")]
    public async Task Bad_input_says_what_and_where(string problem, params string[] words)
    {
        await RunAsync("save", "b.json", "a", "b", "c");

        var result = await RunAsync(words);

        Assert.Equal(65, result.ExitCode);
        Assert.StartsWith("chaosctl: ", result.Error);
        Assert.Contains(problem, result.Error);
    }

    private Task<CommandResult> RunAsync(params string[] words) =>
        Chaosctl.RunAsync(["baseline", words[0], .. words[1..].Select(w => w.StartsWith('-') ? w : _directory.File(w))]);
}
