using ChaosService.Checking.Findings;
using ChaosService.Checking.Transactions.Graphs;
using ChaosService.Model.Histories;
using ChaosService.Model.Transactions;
using ChaosService.Model.Verdicts;

namespace ChaosService.Checking.Transactions.ListAppend;

/// <summary>
/// Judges transactions that append to lists and read them: finds the anomalies of Adya's thesis by the method of Elle (Kingsbury and
/// Alvaro, VLDB 2020), in time linear in the history where there are none.
/// </summary>
public static class ListAppendChecker
{
    /// <summary>The name in verdicts, and of the model on the command line.</summary>
    public const string Name = "list-append";

    /// <summary>The level that is judged when none is named: strict serializability.</summary>
    public static string DefaultLevel => IsolationLevels.Strictest;

    /// <summary>The levels that can be judged, the weakest first.</summary>
    public static IReadOnlyList<string> Levels => [.. IsolationLevels.Names];

    /// <summary>Invalid when the level is broken. Unknown when nothing is, and nothing was read that could have shown it.</summary>
    /// <param name="level">One of <see cref="Levels"/>.</param>
    public static CheckVerdict Check(TransactionHistory history, string level)
    {
        var appends = new Appends(history);
        if (appends.Twice is { } twice)
            return CheckVerdict.Unknown(
                Name, $"{twice.Element} is appended to {history.Keys[twice.Key]} twice, so nobody can tell which of the two was read");
        var analysis = Analyze(history, appends);
        return Judge(history, analysis, level);
    }

    /// <summary>Of a history that appends no element twice.</summary>
    internal static Analysis Analyze(TransactionHistory history, Appends appends)
    {
        var orders = new VersionOrders(history, appends);
        FindOtherOrders(history, orders);
        var words = new TransactionWords(history, orders);
        var found = new AnomalyList();
        new ReadAnomalies(history, orders, words, found).Find();
        LostUpdates.Find(history, orders, words, found);
        var levels = new IsolationLevels();
        foreach (var anomaly in found.Counts.Keys) levels.Break(AnomalyNames.BrokenBy(anomaly), Scope.Data);
        foreach (var cycle in AnomalyCycles.Find(ListAppendGraph.Of(history, orders)))
        {
            found.Add(AnomalyNames.Of(cycle), () => words.Tell(cycle));
            levels.Break(AnomalyNames.BrokenBy(cycle.Kind.Phenomenon), cycle.Kind.Scope);
        }
        return new Analysis(orders, found, levels);
    }

    private static CheckVerdict Judge(TransactionHistory history, Analysis analysis, string level)
    {
        var (orders, found, levels) = analysis;
        var committed = orders.Committed.Count(c => c);
        var seen = Enumerable.Range(0, orders.Keys).Sum(k => (long)orders.Of(k).Length);
        var outcome = levels.IsBroken(level) ? Outcome.Invalid : seen == 0 ? Outcome.Unknown : Outcome.Valid;
        return new CheckVerdict
        {
            Check = Name,
            Outcome = outcome,
            Summary = outcome == Outcome.Unknown && found.Count == 0
                ? $"no committed transaction read an element, so {Words.Many(history.Count, "transaction")} prove nothing"
                : Summary(committed, found, levels),
            Findings = found.Findings(),
            Figures = new Dictionary<string, double>
            {
                ["transactions_count"] = history.Count,
                ["committed_count"] = committed,
                ["anomalies_count"] = found.Count,
            },
        };
    }

    private static string Summary(int committed, AnomalyList found, IsolationLevels levels)
    {
        var of = Words.Many(committed, "committed transaction");
        if (found.Count == 0) return $"no anomaly in {of}: {IsolationLevels.Strictest} is not broken";
        var kinds = string.Join(", ", found.Counts.Select(c => c.Value == 1 ? c.Key : $"{c.Value:#,0} × {c.Key}"));
        var unbroken = levels.StrongestUnbroken();
        return $"{kinds} in {of}: {string.Join(" and ", levels.WeakestBroken())} is broken, "
            + (unbroken.Count == 0 ? "and nothing weaker holds" : $"{string.Join(" and ", unbroken)} is not");
    }

    private static void FindOtherOrders(TransactionHistory history, VersionOrders orders)
    {
        foreach (ref readonly var transaction in history.Transactions)
        {
            if (transaction.Outcome != OpType.Ok) continue;
            foreach (ref readonly var op in history.MicroOps.Slice(transaction.FirstMicroOp, transaction.MicroOpCount))
                if (op.Reads && !orders.HasOtherOrders[op.Key] && !orders.Confirms(op)) orders.HasOtherOrders[op.Key] = true;
        }
    }

    /// <summary>What a history shows.</summary>
    internal sealed record Analysis(VersionOrders Orders, AnomalyList Found, IsolationLevels Levels);
}
