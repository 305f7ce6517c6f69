using ChaosService.Model.Histories;
using ChaosService.Model.Transactions;

namespace ChaosService.Checking.Transactions.ListAppend;

/// <summary>Two transactions that read the same version of a key and both appended to it: one of them did not build on the other.</summary>
internal static class LostUpdates
{
    public static void Find(TransactionHistory history, VersionOrders orders, TransactionWords words, AnomalyList found)
    {
        var updaters = new int[orders.FirstVersion(orders.Keys)];
        for (var t = 0; t < history.Count; t++)
        {
            if (history.Transactions[t].Outcome != OpType.Ok) continue;
            var ops = history.MicroOpsOf(t);
            for (var i = 0; i < ops.Length; i++)
            {
                if (!OuterReads.Is(ops, i) || !OuterReads.Appends(ops, ops[i].Key) || !orders.Confirms(ops[i])) continue;
                ref var updater = ref updaters[orders.FirstVersion(ops[i].Key) + ops[i].Length];
                if (updater == 0) updater = t + 1;
                else Add(words, found, updater - 1, t, ops[i]);
            }
        }
    }

    private static void Add(TransactionWords words, AnomalyList found, int one, int other, MicroOp read) =>
        found.Add(AnomalyNames.LostUpdate, () => words.Finding(
            AnomalyNames.LostUpdate,
            $"{words.Name(one)} and {words.Name(other)} both read {words.Key(read.Key)} as {words.List(read)}, and both appended to it",
            one, other));
}
