using ChaosService.Model.Histories;

namespace ChaosService.Model.Transactions;

/// <summary>
/// Collects transactions in any order: for each its micro-ops, then <see cref="End"/>. They are sorted by their invocations at the end.
/// </summary>
public sealed class TransactionHistoryBuilder
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<string> _keys = [];
    private Transaction[] _transactions = new Transaction[16];
    private MicroOp[] _microOps = new MicroOp[16];
    private long[] _elements = new long[16];
    private int _transactionCount;
    private int _microOpCount;
    private int _elementCount;
    private int _first;

    /// <summary>The number of a key; a new one when it has not been seen.</summary>
    public int Key(string name)
    {
        if (_numbers.TryGetValue(name, out var number)) return number;
        _numbers.Add(name, _keys.Count);
        _keys.Add(name);
        return _keys.Count - 1;
    }

    public void Append(int key, long element) => Add(MicroOp.Append(key, element));

    public void Read(int key, ReadOnlySpan<long> list)
    {
        if (_elementCount + list.Length > _elements.Length) Grow(ref _elements, _elementCount + list.Length);
        list.CopyTo(_elements.AsSpan(_elementCount));
        Add(MicroOp.Read(key, _elementCount, list.Length));
        _elementCount += list.Length;
    }

    public void ReadWithoutAnswer(int key) => Add(MicroOp.ReadWithoutAnswer(key));

    /// <summary>Ends the transaction whose micro-ops were added last.</summary>
    public void End(int process, int line, long invoked, long completed, OpType outcome)
    {
        if (_transactionCount == _transactions.Length) Grow(ref _transactions, _transactionCount + 1);
        var known = outcome == OpType.Info ? long.MaxValue : completed;
        _transactions[_transactionCount++] = new Transaction(process, line, invoked, known, outcome, _first, _microOpCount - _first);
        _first = _microOpCount;
    }

    public TransactionHistory Build()
    {
        var transactions = _transactions.AsSpan(0, _transactionCount).ToArray();
        var order = new (long, int)[transactions.Length];
        for (var i = 0; i < order.Length; i++) order[i] = (transactions[i].Invoked, transactions[i].Line);
        Array.Sort(order, transactions);
        return new TransactionHistory(
            transactions, _microOps.AsSpan(0, _microOpCount).ToArray(), _elements.AsSpan(0, _elementCount).ToArray(), [.. _keys]);
    }

    private static void Grow<T>(ref T[] array, int needed) => Array.Resize(ref array, Math.Max(needed, array.Length * 2));

    private void Add(MicroOp op)
    {
        if (_microOpCount == _microOps.Length) Grow(ref _microOps, _microOpCount + 1);
        _microOps[_microOpCount++] = op;
    }
}
