using ChaosService.Checking.Transactions.Graphs;
using ChaosService.Checking.Transactions.ListAppend;
using ChaosService.Model.Transactions;

namespace ChaosService.Tests.Checking.Transactions;

/// <summary>
/// The checker against every serial order there is. <c>TRANSACTION_HISTORIES=500000</c> compares more of them. A failure names the seed.
/// </summary>
public class ListAppendOracleTests
{
    private static readonly int _histories =
        int.TryParse(Environment.GetEnvironmentVariable("TRANSACTION_HISTORIES"), out var many) ? many : 20_000;

    [Theory]
    [InlineData(Scope.Data, "serializable")]
    [InlineData(Scope.Process, "strong-session-serializable")]
    [InlineData(Scope.Realtime, "strict-serializable")]
    internal void Level_is_broken_only_where_no_serial_order_exists_and_always_where_all_is_seen(Scope scope, string level)
    {
        var (good, bad, partly) = (0, 0, 0);
        for (var seed = 0; seed < _histories; seed++)
        {
            var history = SmallTransactions.Draw(seed);
            var analysis = ListAppendChecker.Analyze(history, new Appends(history));
            var broken = analysis.Levels.IsBroken(level);
            var explained = SerializationOracle.Explains(history, scope);
            Assert.False(broken && explained, $"seed {seed}: {level} is said to be broken, and a serial order exists:\n{Text(history)}");
            if (explained) good++;
            else if (broken) bad++;
            else if (IsSeenWhole(history, analysis.Orders))
                Assert.Fail($"seed {seed}: {level} is not said to be broken, and no serial order exists:\n{Text(history)}");
            else partly++;
        }
        // The draw must give much of both; of what it does not see whole, the checker may miss a little.
        Assert.InRange(good, _histories / 10, _histories * 9 / 10);
        Assert.InRange(bad, _histories / 10, _histories * 9 / 10);
        Assert.InRange(partly, 0, _histories / 50);
    }

    [Fact]
    public void Snapshot_isolation_is_broken_only_where_no_order_of_starts_and_commits_exists_and_always_where_all_is_seen()
    {
        var (good, bad) = (0, 0);
        for (var seed = 0; seed < _histories / 4; seed++)
        {
            var history = SmallTransactions.Draw(seed);
            var analysis = ListAppendChecker.Analyze(history, new Appends(history));
            var broken = analysis.Levels.IsBroken("snapshot-isolation");
            var explained = SnapshotOracle.Explains(history);
            Assert.False(broken && explained, $"seed {seed}: it is said to be broken, and such an order exists:\n{Text(history)}");
            if (!explained && !broken && IsSeenWhole(history, analysis.Orders))
                Assert.Fail($"seed {seed}: it is not said to be broken, and no such order exists:\n{Text(history)}");
            if (explained) good++;
            else bad++;
        }
        Assert.InRange(good, _histories / 40, _histories * 9 / 40);
        Assert.InRange(bad, _histories / 40, _histories * 9 / 40);
    }

    private static string Text(TransactionHistory history)
    {
        var words = new TransactionWords(history, new VersionOrders(history, new Appends(history)));
        return string.Join('\n', Enumerable.Range(0, history.Count).Select(t => $"{history.Transactions[t]} {words.Text(t)}"));
    }

    private static bool IsSeenWhole(TransactionHistory history, VersionOrders orders)
    {
        for (var m = 0; m < history.MicroOps.Length; m++)
            if (history.MicroOps[m].Appends && orders.Position[m] < 0 && orders.Committed[orders.Appends.TransactionOf[m]]) return false;
        return true;
    }
}
