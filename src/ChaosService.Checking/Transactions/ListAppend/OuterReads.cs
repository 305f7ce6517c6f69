using ChaosService.Model.Transactions;

namespace ChaosService.Checking.Transactions.ListAppend;

/// <summary>What a micro-op says about other transactions.</summary>
internal static class OuterReads
{
    /// <summary>
    /// Whether a read is the first op of its transaction on its key, so that it shows the version that the transaction found. (A read
    /// after an append of its own shows one, too, but the order of versions tells as much.)
    /// </summary>
    public static bool Is(ReadOnlySpan<MicroOp> transaction, int at)
    {
        if (!transaction[at].Reads) return false;
        for (var i = 0; i < at; i++)
            if (transaction[i].Key == transaction[at].Key && (transaction[i].Reads || transaction[i].Appends)) return false;
        return true;
    }

    /// <summary>Whether the transaction appends to the key.</summary>
    public static bool Appends(ReadOnlySpan<MicroOp> transaction, int key)
    {
        foreach (ref readonly var op in transaction)
            if (op.Appends && op.Key == key) return true;
        return false;
    }
}
