using ChaosService.Checking.Counters;
using ChaosService.Model.Checks;
using ChaosService.Model.Histories;
using ChaosService.Model.Verdicts;

namespace ChaosService.Tests.Checking.Counters;

public sealed class CounterSumCheckTests
{
    [Fact]
    public void Sum_of_what_was_acknowledged_is_valid()
    {
        var verdict = Check(Inc(Inc(new Script(), 3, 0, 1), 4, 2, 3).Read(7, 5, 6));
        Assert.Equal((Outcome.Valid, 2, 0), (verdict.Outcome, verdict.Figures["acknowledged_count"], verdict.Figures["missing_total"]));
        Assert.Equal("1 read of 1 counter, 2 acknowledged changes, each within its bounds", verdict.Summary);
    }

    [Fact]
    public void Last_read_that_shows_too_little_is_a_loss_with_ops_and_fault()
    {
        var script = Inc(Inc(new Script(), 3, 0, 1), 4, 2_000, 2_001).Read(7, 2_010, 2_011);
        var verdict = Check(Inc(script, 5, 3_000, 3_001).Read(7, 9_000, 9_001).Fault("f1", 2_500, 8_000));
        var finding = Assert.Single(verdict.Findings);
        Assert.Equal((Outcome.Invalid, "lost", 5), (verdict.Outcome, finding.Anomaly, verdict.Figures["missing_total"]));
        Assert.Equal(
            "counter k1 was read as 7 by process 4 at 9.000–9.001 s, although what was acknowledged before adds up to at least 12: "
            + "5 are missing",
            finding.Explanation);
        // The last good read, the change that was acknowledged last, the read.
        Assert.Equal([4, 6, 8], finding.Ops.Select(o => o.Index));
        Assert.Equal(["f1"], finding.Faults);
    }

    [Fact]
    public void Missing_for_a_while_is_stale_unless_only_the_final_reads_count()
    {
        var script = Inc(new Script(), 3, 0, 1).Read(0, 2, 3).Read(3, 4, 5);
        Assert.Equal((Outcome.Invalid, "stale"), Told(Check(script)));
        // Reads that are not final are those with a change still to come.
        Assert.Equal(Outcome.Valid, Check(Inc(script, 1, 6, 7).Read(4, 8, 9), finalOnly: true).Outcome);
    }

    [Fact]
    public void More_than_anybody_added_is_a_phantom()
    {
        Assert.Equal((Outcome.Invalid, "phantom"), Told(Check(Inc(new Script(), 3, 0, 1).Read(6, 2, 3))));
        Assert.Equal((Outcome.Invalid, "phantom"), Told(Check(Inc(new Script(), 3, 0, 1, OpType.Fail).Read(3, 2, 3))));
        // Read before it began.
        Assert.Equal((Outcome.Invalid, "phantom"), Told(Check(Inc(new Script().Read(3, 0, 1), 3, 2, 3).Read(3, 4, 5))));
    }

    [Fact]
    public void Two_changes_that_were_told_the_same_total_are_a_lost_update()
    {
        var script = Inc(Inc(new Script(), 1, 0, 5, total: 1), 1, 0, 6, total: 1);
        var verdict = Check(script.Read(1, 8, 9));
        Assert.Equal(["lost", "lost-update"], verdict.Findings.Select(f => f.Anomaly));
        Assert.Equal([0, 2], verdict.Findings[1].Ops.Select(o => o.Index));
        // With a decrement a total may come back.
        Assert.Equal(
            Outcome.Valid,
            Check(Inc(Inc(Inc(new Script(), 1, 0, 1, total: 1), -1, 2, 3, total: 0), 1, 4, 5, total: 1).Read(1, 8, 9)).Outcome);
    }

    [Fact]
    public void Total_that_a_change_was_told_is_within_bounds_of_its_own()
    {
        Assert.Equal(Outcome.Valid, Check(Inc(Inc(new Script(), 2, 0, 1, total: 2), -5, 2, 3, total: -3).Read(-3, 8, 9)).Outcome);
        Assert.Equal((Outcome.Invalid, "stale"), Told(Check(Inc(Inc(new Script(), 2, 0, 1, total: 2), 3, 2, 3, total: 3).Read(5, 8, 9))));
        Assert.Equal(
            (Outcome.Invalid, "phantom"), Told(Check(Inc(Inc(new Script(), 2, 0, 1, total: 2), -3, 2, 3, total: 0).Read(-1, 8, 9))));
    }

    [Fact]
    public void Change_with_an_unknown_outcome_may_have_happened_or_not()
    {
        Assert.Equal(Outcome.Valid, Check(Inc(Inc(new Script(), 1, 0, 1), 5, 2, 3, OpType.Info).Read(1, 4, 5)).Outcome);
        Assert.Equal(Outcome.Valid, Check(Inc(Inc(new Script(), 1, 0, 1), 5, 2, 3, OpType.Info).Read(6, 4, 5)).Outcome);
        Assert.Equal(Outcome.Valid, Check(Inc(Inc(new Script(), 1, 0, 1), -5, 2, 3, OpType.Info).Read(-4, 4, 5)).Outcome);
        Assert.Equal(Outcome.Invalid, Check(Inc(Inc(new Script(), 1, 0, 1), 5, 2, 3, OpType.Info).Read(7, 4, 5)).Outcome);
    }

    [Fact]
    public void Key_that_is_missing_is_a_counter_at_0() =>
        Assert.Equal((Outcome.Invalid, "lost"), Told(Check(Inc(new Script(), 3, 0, 1).Read(null, 2, 3))));

    [Fact]
    public void Nothing_known_is_unknown()
    {
        Assert.Equal(Outcome.Unknown, Check(new Script()).Outcome);
        Assert.Equal("nothing was added to any counter", Check(new Script().Read(1, 0, 1)).Summary);
        Assert.Equal("no change succeeded, so nothing can be said", Check(Inc(new Script(), 1, 0, 1, OpType.Fail).Read(0, 2, 3)).Summary);
        Assert.StartsWith("no read of k1 succeeded after the last change", Check(Inc(new Script().Read(0, 0, 1), 1, 2, 3)).Summary);
        Assert.Equal(
            "k1 could not be decided: what its \"write\" does to a counter is not known",
            Check(Inc(new Script(), 1, 0, 1).Write(5, 2, 3).Read(5, 4, 5)).Summary);
        Assert.EndsWith(
            "a read of it found \"x\", which is no whole number",
            Check(Inc(new Script(), 1, 0, 1).Add(Functions.Read, OpValue.Text("x"), 2, 3, OpType.Ok, "k1")).Summary);
        Assert.EndsWith(
            "the value of an increment is a whole number, and here it is nil",
            Check(new Script().Add(Functions.Increment, OpValue.None, 0, 1, OpType.Ok, "k1").Read(1, 2, 3)).Summary);
    }

    [Fact]
    public void Found_loss_is_one_though_another_counter_is_undecided()
    {
        var script = Inc(new Script(), 3, 0, 1).Read(0, 2, 3).Add(Functions.Increment, OpValue.Integer(1), 0, 1, OpType.Ok, "k2");
        Assert.Equal((Outcome.Invalid, "lost"), Told(Check(script)));
    }

    [Fact]
    public void Amounts_of_any_size_do_not_wrap()
    {
        var script = Inc(Inc(new Script(), long.MaxValue, 0, 1), long.MaxValue, 2, 3);
        Assert.Equal((Outcome.Invalid, "lost"), Told(Check(script.Read(-2, 4, 5))));
    }

    /// <summary>A counter that is right, whatever the order of what happens at the same time, and then one of whose reads lies.</summary>
    [Fact]
    public void Right_counter_is_never_accused_and_a_lie_beyond_what_is_possible_always_found()
    {
        for (var seed = 0; seed < 2_000; seed++)
        {
            var random = new Random(seed);
            var ops = Enumerable.Range(0, random.Next(1, 12)).Select(_ => RandomOp(random)).ToArray();
            var total = 0L;
            var seen = new long[ops.Length];
            foreach (var i in Enumerable.Range(0, ops.Length).OrderBy(i => ops[i].Point))
            {
                if (ops[i].Happens) total += ops[i].Amount;
                seen[i] = total;
            }
            var script = new Script();
            for (var i = 0; i < ops.Length; i++)
            {
                var op = ops[i];
                if (op.Amount == 0) script.Read(seen[i], op.From, op.Until);
                else Inc(script, op.Amount, op.From, op.Until, op.Outcome, op.Outcome == OpType.Ok ? seen[i] : null);
            }
            var last = ops.Max(o => o.Until) + 1;
            var most = ops.Where(o => o.Amount > 0 && o.Outcome != OpType.Fail).Sum(o => o.Amount)
                + ops.Where(o => o.Amount < 0 && o.Outcome == OpType.Ok).Sum(o => o.Amount);
            if (ops.Any(o => o.Amount != 0))
                Assert.True(Check(script.Read(total, last, last + 1)).Outcome != Outcome.Invalid, $"seed {seed}");
            if (ops.Any(o => o.Amount != 0))
                Assert.True(Check(script.Read(most + 1, last, last + 1)).Outcome == Outcome.Invalid, $"seed {seed}");
        }
    }

    private static (long Amount, long From, long Until, double Point, bool Happens, OpType Outcome) RandomOp(Random random)
    {
        var amount = random.Next(3) == 0 ? 0 : random.Next(-2, 4);
        long from = random.Next(0, 20), until = from + random.Next(0, 8);
        var outcome = amount == 0 ? OpType.Ok : random.Next(5) switch { 0 => OpType.Fail, 1 => OpType.Info, _ => OpType.Ok };
        var point = from + (random.NextDouble() * (until - from));
        return (amount, from, until, point, outcome == OpType.Ok || (outcome == OpType.Info && random.Next(2) == 0), outcome);
    }

    private static (Outcome, string) Told(CheckVerdict verdict) =>
        (verdict.Outcome, verdict.Findings.Select(f => f.Anomaly).FirstOrDefault("none"));

    private static Script Inc(Script script, long amount, long from, long until, OpType outcome = OpType.Ok, long? total = null) =>
        script.Add(
            Functions.Increment, total is { } t ? OpValue.List([amount, t]) : OpValue.Integer(amount), from, until, outcome, "k1");

    private static CheckVerdict Check(Script script, bool finalOnly = false) =>
        script.Check("counter-sum", new CounterSumParameters(finalOnly), CheckBudget.Unlimited);
}
