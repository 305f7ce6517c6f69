using System.IO.Compression;
using System.Text;
using ChaosService.EndToEnd.Tests.Running;

namespace ChaosService.EndToEnd.Tests;

/// <summary>Wrong input: the exit code says whose fault it is, and the message names place, value and fix.</summary>
public sealed class BadInputTests
{
    private const string Sound = """
        {"index":0,"time":1000,"process":0,"type":"invoke","f":"write","key":"k","value":1}
        {"index":1,"time":2000,"process":0,"type":"ok","f":"write","key":"k","value":1}
        """;

    [Fact]
    public async Task Missing_file_is_named() => await FailsAsync(65, "nowhere.yaml", "run", "nowhere.yaml");

    [Fact]
    public async Task Directory_is_no_experiment() => await FailsAsync(65, "directory", "plan", ".");

    [Theory]
    [InlineData("just text", "1:1")]
    [InlineData("a: [", "1:")]
    [InlineData("kind: Deployment\napiVersion: apps/v1", "chaosservice/v1")]
    public async Task File_that_is_no_experiment_is_refused_with_its_place(string text, string expected)
    {
        await using var workspace = new Workspace();
        var file = workspace.Write("x.yaml", text);

        var result = await workspace.RunAsync("run", file);

        Assert.Equal(65, result.ExitCode);
        Assert.Contains(expected, result.Error);
        Assert.Contains("x.yaml", result.Error);
    }

    [Fact]
    public async Task Seed_that_is_not_a_number_is_refused() =>
        await FailsAsync(65, "\"seven\"", "plan", Repository.Experiment("etcd/leader-partition"), "--seed", "seven");

    [Theory]
    [InlineData("rnu", "x.yaml")]
    [InlineData("run")]
    [InlineData("run", "x.yaml", "--sed", "1")]
    public async Task Wrong_command_line_exits_64(params string[] arguments) => await FailsAsync(64, "chaosctl --help", arguments);

    [Fact]
    public async Task Garbage_in_a_history_is_named_by_its_line()
    {
        await using var workspace = new Workspace();
        var file = workspace.Write("history.jsonl", $"{Sound}\nthis is not a line of a history\n{Sound}\n");

        var result = await workspace.RunAsync("check", file);

        Assert.Equal(65, result.ExitCode);
        Assert.Contains("history.jsonl:3", result.Error);
        Assert.Contains("this is not a line", result.Error);
    }

    [Fact]
    public async Task Truncated_history_is_checked_as_far_as_it_goes_and_never_valid()
    {
        await using var workspace = new Workspace();
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(Sound + "\n", 1))));
        var file = Path.Combine(workspace.Path, "history.jsonl.gz");
        File.WriteAllBytes(file, packed.ToArray()[..^9]);

        var result = await workspace.RunAsync("check", file);

        Assert.Equal(2, result.ExitCode);
    }

    [Fact]
    public async Task Plan_of_one_seed_is_byte_identical_and_of_another_is_not()
    {
        await using var workspace = new Workspace();
        var file = Repository.Experiment("etcd/mixed");

        var first = await workspace.RunAsync("plan", file, "--seed", "7", "--json");
        var second = await workspace.RunAsync("plan", file, "--seed", "7", "--json");
        var other = await workspace.RunAsync("plan", file, "--seed", "8", "--json");

        Assert.Equal(0, first.ExitCode);
        Assert.Equal(first.Output, second.Output);
        Assert.NotEqual(first.Output, other.Output);
    }

    private static async Task FailsAsync(int code, string expected, params string[] arguments)
    {
        await using var workspace = new Workspace();

        var result = await workspace.RunAsync(arguments);

        Assert.Equal(code, result.ExitCode);
        Assert.Contains(expected, result.Error);
    }
}
