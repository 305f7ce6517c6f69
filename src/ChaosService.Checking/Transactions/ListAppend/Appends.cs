using ChaosService.Model.Transactions;

namespace ChaosService.Checking.Transactions.ListAppend;

/// <summary>Finds the append of an element: open addressing over the micro-ops, in one array.</summary>
internal sealed class Appends
{
    private readonly TransactionHistory _history;
    private readonly int[] _slots;

    public Appends(TransactionHistory history)
    {
        _history = history;
        var microOps = history.MicroOps;
        TransactionOf = new int[microOps.Length];
        var transactions = history.Transactions;
        for (var t = 0; t < transactions.Length; t++)
            TransactionOf.AsSpan(transactions[t].FirstMicroOp, transactions[t].MicroOpCount).Fill(t);
        var count = 0;
        foreach (ref readonly var op in microOps) count += op.Appends ? 1 : 0;
        _slots = new int[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(4, count * 2))];
        for (var m = 0; m < microOps.Length && Twice is null; m++)
            if (microOps[m].Appends) Add(m);
    }

    /// <summary>The transaction of each micro-op.</summary>
    public int[] TransactionOf { get; }

    /// <summary>An element that is appended twice to one key: which of the two a read saw, nobody can tell.</summary>
    public MicroOp? Twice { get; private set; }

    /// <summary>The micro-op that appends the element to the key; -1 when none does.</summary>
    public int Of(int key, long element)
    {
        var microOps = _history.MicroOps;
        for (var slot = Slot(key, element); _slots[slot] != 0; slot = (slot + 1) & (_slots.Length - 1))
        {
            ref readonly var op = ref microOps[_slots[slot] - 1];
            if (op.Element == element && op.Key == key) return _slots[slot] - 1;
        }
        return -1;
    }

    private void Add(int microOp)
    {
        ref readonly var added = ref _history.MicroOps[microOp];
        if (Of(added.Key, added.Element) >= 0) Twice = added;
        var slot = Slot(added.Key, added.Element);
        while (_slots[slot] != 0) slot = (slot + 1) & (_slots.Length - 1);
        _slots[slot] = microOp + 1;
    }

    private int Slot(int key, long element)
    {
        var hash = ((ulong)element + ((ulong)(uint)key << 40)) * 0x9E3779B97F4A7C15;
        return (int)(hash >> 32) & (_slots.Length - 1);
    }
}
