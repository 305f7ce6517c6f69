using ChaosService.Checking.Bank;
using ChaosService.Model.Bank;
using ChaosService.Model.Checks;
using ChaosService.Model.Histories;
using ChaosService.Model.Verdicts;

namespace ChaosService.Tests.Checking.Bank;

public sealed class BankCheckTests
{
    [Fact]
    public void Money_that_stays_is_valid()
    {
        var script = Move(Move(new Script(), "a", "b", 3, 0, 1), "b", "c", 1, 2, 3);
        var verdict = Check(Look(Look(script, 2, 3, ("a", -3), ("b", 3)), 4, 5, ("a", -3), ("b", 2), ("c", 1)));
        Assert.Equal(Outcome.Valid, verdict.Outcome);
        Assert.Equal("2 reads of 3 accounts, 2 acknowledged transfers, and no money came or went", verdict.Summary);
    }

    [Fact]
    public void Total_that_stays_wrong_shows_the_last_good_read_and_the_transfers_since()
    {
        var script = Look(Move(new Script(), "a", "b", 3, 0, 1), 2, 3, ("a", -3), ("b", 3));
        script = Look(Move(script, "a", "b", 2, 4_000, 4_001), 5_000, 5_001, ("a", -5), ("b", 3)).Fault("f1", 3_500, 4_500);
        var finding = Check(script).Findings[0];
        Assert.Equal("wrong-total", finding.Anomaly);
        Assert.Equal(
            "process 3 at 5.000–5.001 s found accounts that together hold -2 instead of 0: money was lost", finding.Explanation);
        Assert.Equal([2, 4, 6], finding.Ops.Select(o => o.Index));
        Assert.Equal(["f1"], finding.Faults);
    }

    [Fact]
    public void Half_of_a_transfer_that_is_whole_later_was_seen_in_part()
    {
        var script = Look(Look(Move(new Script(), "a", "b", 3, 0, 9), 1, 2, ("a", -3)), 10, 11, ("a", -3), ("b", 3));
        var verdict = Check(script);
        Assert.Equal((Outcome.Invalid, "wrong-total"), Told(verdict));
        Assert.Contains("it saw a transfer in part", verdict.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Acknowledged_transfer_that_is_gone_is_a_wrong_balance()
    {
        var verdict = Check(Look(Move(new Script(), "a", "b", 3, 0, 1), 2, 3));
        Assert.Equal((Outcome.Invalid, "wrong-balance"), Told(verdict));
        Assert.EndsWith(
            "account a held 0 when process 1 read it at 0.002–0.003 s, although the transfers put it at -3", verdict.Summary,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Old_balances_are_stale_unless_only_the_final_ones_count()
    {
        var script = Look(Look(Move(new Script(), "a", "b", 3, 0, 1), 2, 3), 4, 5, ("a", -3), ("b", 3));
        Assert.Equal((Outcome.Invalid, "stale"), Told(Check(script)));
        script = Look(Look(Move(Look(Move(new Script(), "a", "b", 3, 0, 1), 2, 3), "a", "b", 1, 4, 5), 6, 7), 8, 9, ("a", -4), ("b", 4));
        // The read at 6 is one of the last.
        Assert.Equal((Outcome.Invalid, "stale"), Told(Check(script, finalOnly: true)));
        script = Look(Move(Look(Move(new Script(), "a", "b", 3, 0, 1), 2, 3), "a", "b", 1, 4, 5), 8, 9, ("a", -4), ("b", 4));
        Assert.Equal(Outcome.Valid, Check(script, finalOnly: true).Outcome);
        // An old state still adds up.
        script = Look(Move(Look(Move(new Script(), "a", "b", 3, 0, 1), 2, 3, ("a", -3)), "a", "b", 1, 4, 5), 8, 9, ("a", -4), ("b", 4));
        Assert.Equal((Outcome.Invalid, "wrong-total"), Told(Check(script, finalOnly: true)));
    }

    [Fact]
    public void Transfer_with_an_unknown_outcome_may_have_happened_and_a_refused_one_not()
    {
        var script = Move(Move(new Script(), "a", "b", 1, 0, 1), "a", "b", 3, 0, 1, OpType.Info);
        Assert.Equal(Outcome.Valid, Check(Look(script, 2, 3, ("a", -1), ("b", 1))).Outcome);
        Assert.Equal(Outcome.Valid, Check(Look(Look(script, 4, 5, ("a", -4), ("b", 4)), 6, 7, ("a", -4), ("b", 4))).Outcome);
        script = Move(Move(new Script(), "a", "b", 1, 0, 1), "a", "b", 3, 0, 1, OpType.Fail);
        Assert.Equal((Outcome.Invalid, "wrong-balance"), Told(Check(Look(script, 2, 3, ("a", -4), ("b", 4)))));
    }

    [Fact]
    public void Account_that_nobody_moved_money_to_holds_nothing() => Assert.Equal(
        (Outcome.Invalid, "wrong-balance"), Told(Check(Look(Move(new Script(), "a", "b", 1, 0, 1), 2, 3, ("a", -1), ("z", 1)))));

    [Fact]
    public void Nothing_that_is_certain_is_unknown()
    {
        Assert.Equal("no transfer succeeded, so nothing can be said", Check(Look(new Script(), 0, 1)).Summary);
        var moved = Check(Move(Look(new Script(), 0, 1), "a", "b", 1, 2, 3));
        Assert.Equal(
            (Outcome.Unknown, "no read of the balances succeeded after the last transfer, so what it came to is not known"),
            (moved.Outcome, moved.Summary));
        var strange = new Script().Add(Functions.Transfer, OpValue.Integer(3), 0, 1, OpType.Ok, null);
        Assert.Equal(
            (Outcome.Unknown, "a transfer has from, to and amount, and here it is 3"), (Check(strange).Outcome, Check(strange).Summary));
        strange = new Script().Add(Functions.Balances, OpValue.Integer(3), 0, 1, OpType.Ok, null);
        Assert.Equal(Outcome.Unknown, Check(strange).Outcome);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Serial_bank_is_valid_and_one_that_loses_a_transfer_is_not(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 500; round++)
        {
            var moves = Enumerable.Range(0, 1 + random.Next(8)).Select(_ => RandomMove(random)).ToArray();
            Assert.Equal(Outcome.Valid, Check(Played(moves, lost: -1)).Outcome);
            var lost = random.Next(moves.Length);
            if (moves[lost] is { Outcome: OpType.Ok })
                Assert.Equal(Outcome.Invalid, Check(Played(moves, lost)).Outcome);
        }
    }

    /// <summary>Each op takes effect in the middle of its time, and times overlap; one acknowledged transfer may be left out.</summary>
    private static Script Played((string From, string To, long Amount, bool Happens, OpType Outcome)[] moves, int lost)
    {
        var (script, held) = (new Script(), new Dictionary<string, long>(StringComparer.Ordinal));
        if (moves.All(m => m.Outcome != OpType.Ok)) moves = [.. moves, ("a0", "a1", 1, true, OpType.Ok)];
        for (var i = 0; i < moves.Length; i++)
        {
            var (from, to, amount, happens, outcome) = moves[i];
            Move(script, from, to, amount, (10 * i) - 4, (10 * i) + 4, outcome);
            if (happens && i != lost)
            {
                held[from] = held.GetValueOrDefault(from) - amount;
                held[to] = held.GetValueOrDefault(to) + amount;
            }
            Look(script, (10 * i) + 1, (10 * i) + 9, [.. held.Select(h => (h.Key, h.Value))]);
        }
        return Look(script, 1_000, 1_001, [.. held.Select(h => (h.Key, h.Value))]);
    }

    private static (string From, string To, long Amount, bool Happens, OpType Outcome) RandomMove(Random random)
    {
        var from = random.Next(3);
        var outcome = random.Next(5) switch { 0 => OpType.Fail, 1 => OpType.Info, _ => OpType.Ok };
        // With such amounts a lost one cannot hide behind an unknown one.
        var amount = outcome == OpType.Ok ? 1_000 + random.Next(5) : 1 + random.Next(5);
        return (
            $"a{from}", $"a{(from + 1 + random.Next(2)) % 3}", amount,
            outcome == OpType.Ok || (outcome == OpType.Info && random.Next(2) == 0), outcome);
    }

    private static (Outcome, string) Told(CheckVerdict verdict) =>
        (verdict.Outcome, verdict.Findings.Select(f => f.Anomaly).FirstOrDefault("none"));

    private static Script Move(
        Script script, string from, string to, long amount, long start, long until, OpType outcome = OpType.Ok) =>
        script.Add(Functions.Transfer, new Transfer(from, to, amount).ToValue(), start, until, outcome, null);

    private static Script Look(Script script, long from, long until, params (string Account, long Balance)[] accounts) =>
        script.Add(Functions.Balances, Balances.ToValue(accounts), from, until, OpType.Ok, null);

    private static CheckVerdict Check(Script script, bool finalOnly = false) =>
        script.Check("bank", new BankParameters(finalOnly), CheckBudget.Unlimited);
}
