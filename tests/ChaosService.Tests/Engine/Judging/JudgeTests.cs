using ChaosService.Engine.Judging;
using ChaosService.Model;
using ChaosService.Model.Histories;
using ChaosService.Model.Plans;
using ChaosService.Model.Verdicts;
using ChaosService.Tests.Engine.Fakes;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChaosService.Tests.Engine.Judging;

public sealed class JudgeTests
{
    private static readonly History Empty = new() { Ops = ReadOnlyMemory<Op>.Empty };

    [Fact]
    public void Check_that_throws_is_unknown_with_the_reason_and_the_others_still_run()
    {
        var verdicts = Check(
            new FakeCheck("broken", _ => throw new InvalidOperationException("index 7")),
            new FakeCheck("sound", _ => Valid("sound")));

        Assert.Equal(Outcome.Unknown, verdicts[0].Outcome);
        Assert.Contains("index 7", verdicts[0].Summary);
        Assert.Equal(Outcome.Valid, verdicts[1].Outcome);
    }

    [Fact]
    public void Check_that_is_stopped_is_unknown()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();

        var verdict = Check(
            stop.Token, new FakeCheck("slow", budget => { budget.Deadline.ThrowIfCancellationRequested(); return Valid("slow"); }))[0];

        Assert.Equal((Outcome.Unknown, "stopped before it could decide"), (verdict.Outcome, verdict.Summary));
    }

    [Fact]
    public void Assumptions_are_checked_whether_the_plan_names_them_or_not()
    {
        Assert.Equal(["sound", Judge.Assumptions], Check(new FakeCheck("sound", _ => Valid("sound"))).Select(v => v.Check));
    }

    private static CheckVerdict Valid(string name) => new() { Check = name, Outcome = Outcome.Valid, Summary = "" };

    private static IReadOnlyList<CheckVerdict> Check(params FakeCheck[] checks) => Check(CancellationToken.None, checks);

    private static IReadOnlyList<CheckVerdict> Check(CancellationToken stop, params FakeCheck[] checks)
    {
        var catalog = new Catalog([], [], [], [.. checks, new FakeCheck(Judge.Assumptions, _ => Valid(Judge.Assumptions))]);
        var judge = new Judge(catalog, TimeProvider.System, NullLogger<Judge>.Instance);
        return judge.Check(Empty, [.. checks.Select(c => new PlannedCheck(c.Name, new FakeCheckParameters()))], stop);
    }
}
