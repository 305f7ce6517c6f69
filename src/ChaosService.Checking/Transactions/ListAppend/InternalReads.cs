using ChaosService.Model.Transactions;

namespace ChaosService.Checking.Transactions.ListAppend;

/// <summary>
/// A transaction must see its own appends, and nothing new in between: a read is what the read before found, and what the transaction
/// appended since. And it cannot see what it has not appended yet.
/// </summary>
internal static class InternalReads
{
    /// <summary>The anomaly, and the rest of a sentence that begins with the transaction; null where there is nothing wrong.</summary>
    public static (string Anomaly, string Sentence)? Trouble(TransactionHistory history, VersionOrders orders, int transaction)
    {
        var ops = history.MicroOpsOf(transaction);
        for (var i = 0; i < ops.Length; i++)
        {
            if (!ops[i].Reads) continue;
            var list = history.ListOf(ops[i]);
            var rest = WithoutOwn(ops, i, list, out var before);
            var own = IsOwnLater(orders, transaction, ops[i].Key, list, history, i);
            if (rest >= 0 && !own && (before < 0 || history.ListOf(ops[before]).SequenceEqual(list[..rest]))) continue;
            var read = $"read {history.Keys[ops[i].Key]} as {TransactionWords.List(list)}";
            return own ? (AnomalyNames.FutureRead, $"{read}, with {list[^1]}, which it had not appended yet")
                : rest < 0 ? (AnomalyNames.Internal, $"{read}, without what it had appended itself")
                : (AnomalyNames.Internal, $"{read}, and before as {TransactionWords.List(history.ListOf(ops[before]))}");
        }
        return null;
    }

    /// <summary>
    /// How much of the list is left without what the transaction appended since its read before, which is <paramref name="before"/>, or -1.
    /// Negative where the list does not end with what was appended.
    /// </summary>
    private static int WithoutOwn(ReadOnlySpan<MicroOp> ops, int at, ReadOnlySpan<long> list, out int before)
    {
        var rest = list.Length;
        for (before = at - 1; before >= 0; before--)
        {
            if (ops[before].Key != ops[at].Key) continue;
            if (ops[before].Reads) return rest;
            if (!ops[before].Appends) continue;
            if (rest == 0 || list[rest - 1] != ops[before].Element) return -1;
            rest--;
        }
        return rest;
    }

    private static bool IsOwnLater(
        VersionOrders orders, int transaction, int key, ReadOnlySpan<long> list, TransactionHistory history, int at)
    {
        if (list.IsEmpty) return false;
        var writer = orders.Appends.Of(key, list[^1]);
        return writer > history.Transactions[transaction].FirstMicroOp + at && orders.Appends.TransactionOf[writer] == transaction;
    }
}
