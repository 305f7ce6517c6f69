using ChaosService.Cli.Local;
using ChaosService.Docker.Processes;
using ChaosService.Host.Composition;
using ChaosService.Service.Installations;
using ChaosService.Tests.Engine.Fakes;
using ChaosService.Tests.Experiments;

namespace ChaosService.Tests.Cli.Local;

/// <summary>By what a history is judged, and what its exit code is. Histories of other programs are small and have no run.</summary>
public sealed class CheckedHistoryTests : IDisposable
{
    private const string End = """{"time":9,"process":"run","type":"info","f":"ended"}""";

    private static string[] Good => [.. Op("write", "1"), .. Op("read", null, "1"), End];

    private readonly TempDirectory _directory = new();
    private readonly Installation _installation;

    public CheckedHistoryTests() => _installation = Composer.Open(_directory.File("state"));

    public void Dispose()
    {
        _installation.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task Small_history_from_elsewhere_is_valid_by_what_fits_it()
    {
        var result = await JudgeAsync(Good);
        Assert.Equal((0, "linearizable valid, availability valid"), (result.ExitCode, Said(result)));
    }

    [Theory]
    [InlineData("linearizable")]
    [InlineData("availability")]
    public async Task Check_that_is_named_is_the_only_one(string check)
    {
        var result = await JudgeAsync(Good, check);
        Assert.Equal((0, $"{check} valid"), (result.ExitCode, Said(result)));
    }

    [Fact]
    public async Task Assumptions_are_judged_when_they_are_named() =>
        Assert.Equal("assumptions unknown", Said(await JudgeAsync(Good, "assumptions")));

    [Fact]
    public async Task Fault_of_another_tool_needs_no_proof()
    {
        const string Value = """{"fault":"f1","kind":"power-cut","nodes":["n1"]}""";
        const string Inject = $$"""{"time":1,"process":"nemesis","type":"info","f":"inject","value":{{Value}}}""";
        Assert.Equal(0, (await JudgeAsync([Inject, .. Good])).ExitCode);
    }

    [Fact]
    public async Task Run_of_ours_is_judged_as_the_run_was()
    {
        File.Copy(Path.Combine(Shipped.Root, "experiments/redis-sentinel/primary-partition.yaml"), _directory.File("experiment.yaml"));
        string[] lines = [.. Op("add", "1"), .. Op("read", null, "[1]"), End];
        var result = await JudgeAsync(lines);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("assumptions unknown", Said(result));
        Assert.Equal("set-full valid", Said(await JudgeAsync(lines, "set-full")));
    }

    [Fact]
    public async Task Run_of_ours_whose_experiment_cannot_be_read_any_more_keeps_its_assumptions()
    {
        File.WriteAllText(_directory.File("experiment.yaml"), "kind: Experiment of another version\n");
        Assert.Equal("linearizable valid, availability valid, assumptions unknown", Said(await JudgeAsync(Good)));
    }

    [Fact]
    public async Task History_that_is_not_whole_is_never_valid_whatever_was_named()
    {
        var cut = await JudgeAsync(Good[..^1], "linearizable");
        Assert.Equal((2, "linearizable valid, assumptions unknown"), (cut.ExitCode, Said(cut)));
        string[] dropped = [.. Good[..^1], End.Replace("}", ",\"value\":{\"dropped\":3}}")];
        Assert.Equal(2, (await JudgeAsync(dropped, "availability")).ExitCode);
        // The read of the same process, at a time before its write.
        string[] backwards = [.. Op("write", "1"), .. Op("read", null, "1").Select(l => l.Replace("\"time\":2", "\"time\":0")), End];
        Assert.Equal(2, (await JudgeAsync(backwards, "availability")).ExitCode);
    }

    [Fact]
    public async Task Violation_in_what_is_left_of_a_history_is_one() =>
        Assert.Equal(1, (await JudgeAsync([.. Op("write", "1"), .. Op("read", null, "2")])).ExitCode);

    [Fact]
    public async Task Everything_that_was_acknowledged_and_then_read_as_nothing_is_lost()
    {
        var result = await JudgeAsync([.. Op("add", "1"), .. Op("read", null, "null"), End]);
        Assert.Equal((1, "set-full invalid, availability valid"), (result.ExitCode, Said(result)));
    }

    [Fact]
    public async Task Increments_are_added_up()
    {
        var result = await JudgeAsync([.. Op("increment", "2", "[2,2]"), .. Op("read", null, "1"), End]);
        Assert.Equal((1, "counter-sum invalid, availability valid"), (result.ExitCode, Said(result)));
    }

    [Theory]
    [InlineData(3, "bank valid, availability valid")]
    [InlineData(2, "bank invalid, availability valid")]
    public async Task Transfers_are_judged_as_a_bank(int arrived, string said)
    {
        var transfer = Op("transfer", """{"from":"a0","to":"a1","amount":3}""");
        var balances = Op("balances", null, $$"""{"a0":-3,"a1":{{arrived}}}""");
        Assert.Equal(said, Said(await JudgeAsync([.. transfer, .. balances, End])));
    }

    [Fact]
    public async Task Functions_that_no_check_knows_are_named()
    {
        var result = await JudgeAsync([.. Op("multiply", "1"), End]);
        Assert.Equal(65, result.ExitCode);
        Assert.EndsWith(
            "no check fits its functions (multiply); name one with --check, or write them as read, write, cas, add, increment, transfer "
            + "and balances",
            result.Trouble);
        Assert.Equal(0, (await JudgeAsync([.. Op("multiply", "1"), End], "availability")).ExitCode);
    }

    [Fact]
    public async Task Directory_that_is_no_run_is_named()
    {
        Assert.Contains(
            "there is no history.jsonl.gz in this directory; name a run directory", (await JudgeAsync(_directory.Path)).Trouble);
        Directory.CreateDirectory(_directory.File("windows"));
        Assert.Contains("is a soak, and its histories are those of its windows", (await JudgeAsync(_directory.Path)).Trouble);
    }

    [Fact]
    public async Task Input_that_never_ends_is_left_when_it_is_stopped()
    {
        using var stop = new CancellationTokenSource();
        var fifo = _directory.File("fifo");
        await CommandRunner.RunOrThrowAsync(new Command("mkfifo", fifo), stop.Token);
        var judging = CheckedHistory.JudgeAsync(_installation, fifo, [], stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => judging);
        // Lets go of the thread that still waits for a writer.
        await using var writer = new FileStream(fifo, FileMode.Open, FileAccess.ReadWrite);
    }

    private static string[] Op(string f, string? invoked, string? completed = null)
    {
        var time = f is "read" or "balances" ? 2 : 1;
        return
        [
            $$"""{"time":{{time}},"process":0,"type":"invoke","f":"{{f}}","value":{{invoked ?? "null"}}}""",
            $$"""{"time":{{time}},"process":0,"type":"ok","f":"{{f}}","value":{{completed ?? invoked}}}""",
        ];
    }

    private static string Said(CheckedHistory result) =>
        string.Join(", ", result.Verdict!.Checks.Select(c => $"{c.Check} {c.Outcome.ToString().ToLowerInvariant()}"));

    private Task<CheckedHistory> JudgeAsync(string[] lines, params string[] checks)
    {
        File.WriteAllLines(_directory.File("history.jsonl"), lines);
        return CheckedHistory.JudgeAsync(_installation, _directory.File("history.jsonl"), checks, TestContext.Current.CancellationToken);
    }

    private Task<CheckedHistory> JudgeAsync(string path) =>
        CheckedHistory.JudgeAsync(_installation, path, [], TestContext.Current.CancellationToken);
}
