using ChaosService.Engine.Retention;
using ChaosService.Model.Runs;
using ChaosService.Tests.Host.Serving;
using static ChaosService.Tests.Engine.Retention.Facts;

namespace ChaosService.Tests.Engine.Retention;

public sealed class RetentionPolicyTests
{
    [Fact]
    public void Run_goes_when_it_is_too_old_and_is_told_why()
    {
        var gone = Assert.Single(Decide(Limits, Valid("a", 31), Valid("b", 30), Unknown("c", 29)).Remove);
        Assert.Equal(new RunOutcome("a", 1, "ended 31 days ago, and age is 30d"), gone);
    }

    [Fact]
    public void Invalid_run_is_kept_longer_but_not_one_that_was_expected() =>
        Assert.Equal("old expected", Removed(Limits, Invalid("old", 181), Invalid("kept", 179), Expected("expected", 31), Valid("v", 1)));

    [Fact]
    public void History_that_nobody_judged_is_kept_longer() =>
        Assert.Equal("old empty", Removed(
            Limits, Interrupted("old", 91), Interrupted("kept", 89), Interrupted("empty", 31) with { HasHistory = false }));

    [Fact]
    public void Longer_ages_are_never_shorter_than_the_age() =>
        Assert.Equal("", Removed(Limits with { Age = TimeSpan.FromDays(365) }, Invalid("a", 200), Interrupted("b", 200), Valid("v", 1)));

    [Fact]
    public void Count_takes_the_oldest_ordinary_runs_first() =>
        Assert.Equal(
            "b c", Removed(Limits with { Count = 3 }, Invalid("a", 5), Valid("b", 4), Unknown("c", 3), Interrupted("d", 2), Valid("e", 1)));

    [Fact]
    public void Bytes_take_no_more_than_they_must() =>
        Assert.Equal("a b", Removed(
            Limits with { Bytes = 10 }, Valid("a", 4) with { Bytes = 3 }, Unknown("b", 3) with { Bytes = 4 },
            Unknown("empty", 3) with { Bytes = 0 }, Valid("c", 2) with { Bytes = 8 }));

    [Fact]
    public void Runs_that_are_too_old_count_no_more() =>
        Assert.Equal("a", Removed(Limits with { Count = 2 }, Valid("a", 40), Valid("b", 2), Valid("c", 1)));

    [Fact]
    public void Last_runs_of_an_experiment_stay()
    {
        var limits = Limits with { Count = 1, Bytes = 1, KeepLast = 2 };
        Assert.Equal("a", Removed(limits, Valid("a", 400), Valid("b", 399), Valid("c", 398), Valid("x", 400, "other")));
    }

    [Theory]
    [InlineData(RunState.Queued)]
    [InlineData(RunState.Running)]
    public void Run_that_goes_on_is_left_alone(RunState state)
    {
        var runs = new[] { new StoredFacts(StoredRuns.One("a", state)) { Bytes = 99 }, Valid("b", 1) };
        var decision = Decide(Limits with { Count = 1, Bytes = 1 }, runs);
        Assert.Empty(decision.Remove);
        Assert.Empty(decision.Keep);
        Assert.Empty(decision.Troubles);
    }

    [Fact]
    public void Pinned_and_held_runs_stay_and_are_shown()
    {
        var decision =
            Decide(Limits, Valid("pinned", 99) with { Pinned = true }, Valid("held", 99) with { Hold = "a fault of it is still in force" });
        Assert.Empty(decision.Remove);
        Assert.Equal([new("pinned", 1, "pinned"), new("held", 1, "a fault of it is still in force")], decision.Keep);
    }

    [Fact]
    public void First_and_newest_evidence_of_an_open_violation_stay()
    {
        var decision = Decide(
            Limits with { Count = 1, Bytes = 1 }, Valid("v", 400), Invalid("i1", 399, "calm", "linearizable/stale-read"),
            Invalid("i2", 398, "calm", "linearizable/stale-read"), Invalid("i3", 397, "calm", "linearizable/stale-read"),
            Unknown("u", 396));
        Assert.Equal(["v", "i2", "u"], decision.Remove.Select(r => r.RunId));
        Assert.Equal(
            "evidence: the first run that shows linearizable/stale-read of 'calm', which no later run has closed", decision.Keep[0].Reason);
        Assert.Equal(
            "evidence: the newest run that shows linearizable/stale-read of 'calm', which no later run has closed",
            decision.Keep[1].Reason);
        Assert.Equal(2, decision.Troubles.Count);
    }

    [Fact]
    public void Each_violation_has_its_own_evidence() =>
        Assert.Equal("c", Removed(
            Limits, Invalid("a", 400, "calm", "linearizable/stale-read"), Invalid("b", 400, "calm", "set-full/lost"),
            Invalid("c", 400, "calm", "set-full/lost"), Invalid("d", 400, "calm", "set-full/lost")));

    [Fact]
    public void Violation_is_closed_by_a_later_valid_run_of_the_same_experiment()
    {
        Assert.Equal("i", Removed(Limits, Invalid("i", 400), Valid("v", 2)));
        Assert.Equal("", Removed(Limits, Invalid("i", 400), Valid("v", 2, "other")));
        Assert.Equal("", Removed(Limits, Valid("v", 2), Invalid("i", 400)));
        Assert.Equal(
            "", Removed(Limits, Invalid("i", 400), Valid("v", 2) is var v ? v with { Run = v.Run with { State = RunState.Aborted } } : v));
    }

    [Fact]
    public void Run_that_closes_a_violation_stays_as_long_as_the_violation()
    {
        var decision = Decide(Limits, Invalid("i", 100), Valid("older", 99), Valid("v", 98));
        Assert.Equal("older", Assert.Single(decision.Remove).RunId);
        Assert.Equal(new RunOutcome("v", 1, "it closes a violation of 'calm' whose run is kept"), Assert.Single(decision.Keep));
        Assert.Equal("i v", Removed(Limits, Invalid("i", 300), Valid("v", 299)));
    }

    [Fact]
    public void Rule_replaces_ages_and_limits_the_runs_of_its_label()
    {
        var limits = Limits with
        {
            Count = 2,
            Rules = [new RetentionRule("suite", "nightly")
            {
                Age = TimeSpan.FromDays(90), Count = 1,
            }, new RetentionRule("suite", "quick") { Age = TimeSpan.FromDays(1) }, new RetentionRule("team", "x") { Bytes = 5 }],
        };
        var decision = Decide(
            limits, Valid("n1", 80).Labelled("suite", "nightly"), Valid("n2", 79).Labelled("suite", "nightly"),
            Valid("q", 2).Labelled("suite", "quick"), Valid("x1", 3).Labelled("team", "x") with { Bytes = 4 },
            Valid("x2", 2).Labelled("team", "x") with { Bytes = 4 }, Valid("p", 1));
        Assert.Equal(
            [("q", "ended 2 days ago, and age of suite=quick is 1d"), (
                "n1", "more than 1 runs of suite=nightly"), ("x1", "run directories of team=x of more than 5B")],
            decision.Remove.Select(r => (r.RunId, r.Reason)));
    }

    [Fact]
    public void Limit_that_cannot_be_met_is_said()
    {
        var decision = Decide(Limits with { Bytes = 1 << 20 }, Valid("a", 1) with { Bytes = 3 << 20, Pinned = true });
        Assert.Equal(
            "run directories take 3MiB where the limit is 1MiB: every one is evidence, pinned, in use or among the last of its experiment",
            Assert.Single(decision.Troubles));
    }

    [Fact]
    public void Clock_that_is_not_trusted_makes_nothing_too_old()
    {
        Assert.Empty(RetentionPolicy.Decide([Valid("a", 99), Valid("b", 98)], now: null, Limits).Remove);
        Assert.Single(RetentionPolicy.Decide([Valid("a", 99), Valid("b", 98)], now: null, Limits with { Count = 1 }).Remove);
    }

    [Fact]
    public void Run_that_ended_in_the_future_is_not_too_old() => Assert.Equal("", Removed(Limits, Valid("a", -400)));
}
