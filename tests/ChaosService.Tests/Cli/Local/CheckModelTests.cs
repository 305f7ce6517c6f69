using System.Text.Json.Nodes;
using ChaosService.Docker.Processes;
using ChaosService.Tests.Cli.Remote;
using ChaosService.Tests.Engine.Fakes;
using ChaosService.Tests.Experiments;

namespace ChaosService.Tests.Cli.Local;

/// <summary>Histories of another tool, as a process of its own.</summary>
public sealed class CheckModelTests : IDisposable
{
    private static readonly string _writeSkew = Path.Combine(Shipped.Root, "docs/examples/write-skew.edn");

    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Broken_level_is_invalid_and_a_weaker_one_that_holds_is_valid()
    {
        var strict = await CheckAsync(_writeSkew, "--model", "list-append");
        Assert.Equal((1, ""), (strict.ExitCode, strict.Error));
        Assert.StartsWith("write-skew.edn: invalid\n  list-append  invalid  G2-item in 3 committed transactions: ", strict.Output);
        var snapshot = await CheckAsync(_writeSkew, "--model", "list-append", "--level", "snapshot-isolation", "--json");
        Assert.Equal((0, "valid"), (snapshot.ExitCode, (string?)JsonNode.Parse(snapshot.Output)!["verdict"]));
    }

    [Fact]
    public async Task Garbage_line_is_bad_input_that_names_it()
    {
        File.WriteAllText(_directory.File("h.edn"), File.ReadAllText(_writeSkew) + "garbage\n");
        var result = await CheckAsync(_directory.File("h.edn"), "--model", "list-append");
        Assert.Equal(65, result.ExitCode);
        Assert.Contains("h.edn:7: '{' is expected where an op begins, and there is `garbage`", result.Error);
    }

    [Theory]
    [InlineData("--model is not known: \"queue\"; write list-append", "--model", "queue")]
    [InlineData("--level is not known: \"acid\"; write one of: read-uncommitted, ", "--model", "list-append", "--level", "acid")]
    [InlineData("--level needs a model; give --model list-append", "--level", "serializable")]
    [InlineData("--model and --check are both given", "--model", "list-append", "--check", "linearizable")]
    public async Task Wrong_words_are_named_with_the_right_ones(string message, params string[] words)
    {
        var result = await CheckAsync([_writeSkew, .. words]);
        Assert.Equal(65, result.ExitCode);
        Assert.Contains(message, result.Error);
    }

    private static Task<CommandResult> CheckAsync(params string[] words) => Chaosctl.RunAsync(["check", .. words]);
}
