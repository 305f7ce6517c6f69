using System.Text.Json.Nodes;
using ChaosService.Docker.Processes;
using ChaosService.Tests.Cli.Remote;
using ChaosService.Tests.Engine.Fakes;

namespace ChaosService.Tests.Cli.Local;

/// <summary>Several histories in one command, as a process of its own.</summary>
public sealed class CheckCommandTests : IDisposable
{
    private const string Good = """
        {"time":1,"process":0,"type":"invoke","f":"write","value":1}
        {"time":2,"process":0,"type":"ok","f":"write","value":1}
        {"time":3,"process":0,"type":"invoke","f":"read"}
        {"time":4,"process":0,"type":"ok","f":"read","value":1}
        {"time":5,"process":"run","type":"info","f":"ended"}

        """;

    private readonly TempDirectory _directory = new();

    public CheckCommandTests()
    {
        Directory.CreateDirectory(_directory.File("a"));
        Directory.CreateDirectory(_directory.File("b"));
        File.WriteAllText(_directory.File("a/h.jsonl"), Good);
        File.WriteAllText(_directory.File("b/h.jsonl"), Good.Replace("\"read\",\"value\":1", "\"read\",\"value\":7"));
        File.WriteAllText(_directory.File("cut.jsonl"), string.Join('\n', Good.Split('\n')[..4]) + "\n");
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Each_verdict_stands_below_the_path_it_is_of_and_the_worst_is_the_exit_code()
    {
        var result = await CheckAsync("a/h.jsonl", "cut.jsonl", "b/h.jsonl", "nowhere");
        Assert.Equal(1, result.ExitCode);
        Assert.Equal(
            [
                $"{_directory.File("a/h.jsonl")}: valid",
                $"{_directory.File("cut.jsonl")}: unknown",
                $"{_directory.File("b/h.jsonl")}: invalid",
                "4 histories: 1 valid, 1 unknown, 1 invalid, 1 could not be read",
            ],
            Lines(result.Output).Where(l => l[0] != ' '));
        Assert.Equal(["cut.jsonl", "nowhere"], Lines(result.Error).Select(l => Path.GetFileName(l.Split(": ")[1])));
    }

    [Theory]
    [InlineData(0, "a/h.jsonl", "a/h.jsonl")]
    [InlineData(2, "a/h.jsonl", "cut.jsonl")]
    [InlineData(65, "cut.jsonl", "nowhere")]
    [InlineData(0, "a/h.jsonl")]
    public async Task Exit_code_is_the_worst_of_all(int code, params string[] histories) =>
        Assert.Equal(code, (await CheckAsync(histories)).ExitCode);

    [Fact]
    public async Task Json_of_several_has_each_with_its_file_and_of_one_the_one()
    {
        var several = JsonNode.Parse((await CheckAsync("a/h.jsonl", "b/h.jsonl", "nowhere", "--json")).Output)!;
        Assert.Equal(("invalid", 1), ((string?)several["verdict"], (int?)several["exitCode"]));
        Assert.Equal(
            [(_directory.File("a/h.jsonl"), 0), (_directory.File("b/h.jsonl"), 1), (_directory.File("nowhere"), 65)],
            several["histories"]!.AsArray().Select(h => ((string?)h!["file"], (int?)h["exitCode"])));
        Assert.Contains("there is no such file", (string?)several["histories"]![2]!["error"]);

        var one = JsonNode.Parse((await CheckAsync("b/h.jsonl", "--json")).Output)!;
        Assert.Equal((_directory.File("b/h.jsonl"), "invalid", 1), ((string?)one["file"], (string?)one["verdict"], (int?)one["exitCode"]));
        Assert.Equal(["linearizable", "availability"], one["checks"]!.AsArray().Select(c => (string?)c!["check"]));
    }

    [Fact]
    public async Task Standard_input_is_a_history_like_the_others()
    {
        const string Piped = "gzip -c \"$2\" | dotnet \"$1\" check - \"$3\"";
        string[] files = [_directory.File("b/h.jsonl"), _directory.File("a/h.jsonl")];
        var shell = new Command("sh", ["-c", Piped, "sh", Chaosctl.Program, .. files]) { Timeout = TimeSpan.FromMinutes(2) };
        var result = await CommandRunner.RunAsync(shell, TestContext.Current.CancellationToken);
        Assert.Equal((1, ""), (result.ExitCode, result.Error));
        Assert.StartsWith("standard input: invalid\n", result.Output);
        Assert.Contains($"\n{_directory.File("a/h.jsonl")}: valid\n", result.Output);
    }

    [Fact]
    public async Task Standard_input_can_be_named_once()
    {
        var result = await Chaosctl.RunAsync("check", "-", "-");
        Assert.Equal(65, result.ExitCode);
        Assert.Equal("chaosctl: - is named twice, and the standard input can be read once; name it once\n", result.Error);
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private Task<CommandResult> CheckAsync(params string[] words) =>
        Chaosctl.RunAsync(["check", .. words.Select(w => w.StartsWith('-') ? w : _directory.File(w))]);
}
