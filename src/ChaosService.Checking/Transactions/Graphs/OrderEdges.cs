using ChaosService.Model.Histories;
using ChaosService.Model.Transactions;

namespace ChaosService.Checking.Transactions.Graphs;

/// <summary>
/// The orders that clients see without looking at data: of a process, and of real time. Only transactions that took effect have a place
/// in them, and one of unknown outcome has no end, so nothing comes after it.
/// </summary>
internal static class OrderEdges
{
    /// <summary>A process to its next transaction; the rest follows from these.</summary>
    public static void AddProcesses(DependencyGraphBuilder graph, ReadOnlySpan<Transaction> transactions, ReadOnlySpan<bool> committed)
    {
        var last = new Dictionary<int, int>();
        for (var t = 0; t < transactions.Length; t++)
        {
            if (!committed[t]) continue;
            if (last.TryGetValue(transactions[t].Process, out var before)) graph.Add(before, t, Dependencies.Process);
            if (transactions[t].Outcome == OpType.Ok) last[transactions[t].Process] = t;
        }
    }

    /// <summary>
    /// Pairs of transactions of which one ended before the other began are many, up to n²/2. A chain of moments says the same in O(n)
    /// edges: a transaction leads to the first moment after its end, each moment to the next, and the last moment before a transaction
    /// begins to it. There is a moment wherever an invocation follows a completion.
    /// </summary>
    public static void AddRealTime(DependencyGraphBuilder graph, ReadOnlySpan<Transaction> transactions, ReadOnlySpan<bool> committed)
    {
        var ends = Ends(transactions, committed);
        var (next, moment) = (0, -1);
        for (var t = 0; t < transactions.Length; t++)
        {
            if (!committed[t]) continue;
            // Strictly before: what has the same time may have happened at once.
            if (next < ends.Length && transactions[ends[next]].Completed < transactions[t].Invoked)
            {
                var later = graph.Junction();
                if (moment >= 0) graph.Add(moment, later, Dependencies.RealtimeOn);
                moment = later;
                for (; next < ends.Length && transactions[ends[next]].Completed < transactions[t].Invoked; next++)
                    graph.Add(ends[next], moment, Dependencies.Realtime);
            }
            if (moment >= 0) graph.Add(moment, t, Dependencies.RealtimeOn);
        }
    }

    /// <summary>Transactions in the order of their ends.</summary>
    private static int[] Ends(ReadOnlySpan<Transaction> transactions, ReadOnlySpan<bool> committed)
    {
        var times = new long[transactions.Length];
        var ends = new int[transactions.Length];
        var count = 0;
        for (var t = 0; t < transactions.Length; t++)
        {
            if (!committed[t] || transactions[t].Completed == long.MaxValue) continue;
            times[count] = transactions[t].Completed;
            ends[count++] = t;
        }
        Array.Sort(times, ends, 0, count);
        return ends[..count];
    }
}
