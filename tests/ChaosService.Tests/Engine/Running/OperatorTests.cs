using ChaosService.Engine.Histories.Reading;
using ChaosService.Model.Actions;
using ChaosService.Model.Histories;
using ChaosService.Model.Plans;
using ChaosService.Model.Verdicts;
using ChaosService.Tests.Engine.Fakes;

namespace ChaosService.Tests.Engine.Running;

/// <summary>The operator's actions over a whole run.</summary>
public sealed class OperatorTests
{
    private static readonly ActionAnswer Done = new(OpType.Ok, "answered 200");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Actions_are_carried_out_one_after_the_other_and_stand_in_the_history()
    {
        using var run = new SmallRun
        {
            Act = (_, _) => Task.FromResult(Done), Actions = [Plan("a1"), Plan("a2", after: "a1", repeat: 2)], Attempts = 3,
        };
        var result = await run.RunAsync(Cancellation);

        Assert.Equal(Outcome.Valid, result.Record.Verdict.Outcome);
        Assert.Matches("^chaosservice/[^/]+/0/$", run.KeyPrefix);
        var history = Read(run);
        Assert.Equal(
            ["a1 Invoke 1", "a1 Ok 1", "a2 Invoke 1", "a2 Ok 1", "a2 Invoke 2", "a2 Ok 2"],
            history.Actions.Select(a => $"{a.ActionId} {a.Type} {a.Call}"));
        Assert.All(history.Actions, a => Assert.InRange(
            a.TimeNs, history.TimeOf(RunPhase.LoadStarted)!.Value, history.TimeOf(RunPhase.LoadEnded)!.Value));
    }

    [Fact]
    public async Task Answer_that_was_not_hoped_for_makes_the_run_invalid()
    {
        using var run = new SmallRun
        {
            Act = (_, _) => Task.FromResult(new ActionAnswer(OpType.Fail, "answered 500")), Actions = [Plan("a1")], Attempts = 1,
        };
        var result = await run.RunAsync(Cancellation);
        Assert.Equal(Outcome.Invalid, result.Record.Verdict.Outcome);
        Assert.Contains("answered 500", result.Record.Verdict.Checks.Single(c => c.Check == "actions").Summary);
    }

    [Fact]
    public async Task Unknown_outcome_is_tried_once_more_where_the_action_says_so()
    {
        using var run = new SmallRun
        {
            Act = (attempt, _) => Task.FromResult(attempt == 1 ? new ActionAnswer(OpType.Info, "hung up") : Done),
            Actions = [Plan("a1", retry: 1)], Attempts = 2,
        };
        var result = await run.RunAsync(Cancellation);
        Assert.Equal(Outcome.Valid, result.Record.Verdict.Outcome);
        Assert.Equal([1, 1, 2, 2], Read(run).Actions.Select(a => a.Attempt));
    }

    [Fact]
    public async Task Answer_that_was_not_hoped_for_is_asked_for_again_where_the_action_says_how_long()
    {
        using var run = new SmallRun
        {
            Act = (attempt, _) => Task.FromResult(attempt < 3 ? new ActionAnswer(OpType.Fail, "answered 409") : Done),
            Actions = [Plan("a1") with { Within = TimeSpan.FromMinutes(1) }], Attempts = 3,
        };
        var result = await run.RunAsync(Cancellation);
        Assert.Equal(Outcome.Valid, result.Record.Verdict.Outcome);
        Assert.Equal([OpType.Fail, OpType.Fail, OpType.Ok], Read(run).Actions.Where(a => a.Type != OpType.Invoke).Select(a => a.Type));
    }

    [Theory]
    [InlineData(true, "the load ended before an answer")]
    [InlineData(false, "it could not be carried out: a bug")]
    public async Task What_does_not_come_to_an_end_and_what_throws_is_unknown(bool hangs, string expected)
    {
        using var run = new SmallRun
        {
            Act = async (_, limit) =>
            {
                if (!hangs) throw new InvalidDataException("a bug");
                await Task.Delay(Timeout.Infinite, limit);
                return Done;
            },
            Actions = [Plan("a1")], Attempts = 1,
        };
        var result = await run.RunAsync(Cancellation);
        Assert.Equal(Outcome.Unknown, result.Record.Verdict.Outcome);
        Assert.Equal(expected, Read(run).Actions[^1].Detail);
    }

    [Fact]
    public async Task What_the_load_does_not_wait_for_is_said()
    {
        using var run = new SmallRun
        {
            Act = (_, _) => Task.FromResult(Done), Actions = [Plan("a1") with { At = TimeSpan.FromHours(1) }, Plan("a2", after: "a1")],
        };
        await run.RunAsync(Cancellation);
        Assert.Equal(
            ["a1", "a2"],
            Read(run).Actions.Where(a => a.Detail == "the load ended before it was carried out").Select(a => a.ActionId).Order());
    }

    private static PlannedAction Plan(string id, string? after = null, int repeat = 1, int retry = 0) => new(
        id, id, "fake", new FakeAction.Parameters(), after is null ? TimeSpan.Zero : null, after, TimeSpan.Zero, TimeSpan.FromSeconds(30),
        repeat, retry);

    private static History Read(SmallRun run) =>
        HistoryReader.Read(Directory.EnumerateFiles(run.File("runs"), "history.jsonl*", SearchOption.AllDirectories).Single());
}
