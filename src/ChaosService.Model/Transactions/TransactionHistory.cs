using ChaosService.Model.Histories;

namespace ChaosService.Model.Transactions;

/// <summary>
/// Transactions that clients ran, in the order of their invocations, column by column: a transaction is a number, and its micro-ops are
/// a range of one array. Made by <see cref="TransactionHistoryBuilder"/>.
/// </summary>
public sealed class TransactionHistory
{
    private readonly Transaction[] _transactions;
    private readonly MicroOp[] _microOps;
    private readonly long[] _elements;
    private readonly string[] _keys;

    internal TransactionHistory(Transaction[] transactions, MicroOp[] microOps, long[] elements, string[] keys) =>
        (_transactions, _microOps, _elements, _keys) = (transactions, microOps, elements, keys);

    public int Count => _transactions.Length;

    public ReadOnlySpan<Transaction> Transactions => _transactions;

    /// <summary>Those of all transactions, one transaction after the other.</summary>
    public ReadOnlySpan<MicroOp> MicroOps => _microOps;

    /// <summary>The lists that reads returned, one after the other.</summary>
    public ReadOnlySpan<long> Elements => _elements;

    /// <summary>The names of keys, by number.</summary>
    public ReadOnlySpan<string> Keys => _keys;

    public ReadOnlySpan<MicroOp> MicroOpsOf(int transaction)
    {
        ref readonly var t = ref _transactions[transaction];
        return _microOps.AsSpan(t.FirstMicroOp, t.MicroOpCount);
    }

    /// <summary>The list that a read returned.</summary>
    public ReadOnlySpan<long> ListOf(in MicroOp read) => _elements.AsSpan(read.Start, read.Length);
}

/// <summary>One transaction of a history.</summary>
/// <param name="Line">Where its invocation stands in the file, from 1.</param>
/// <param name="Invoked">On the clock of the history, or the line's number where it has no times.</param>
/// <param name="Completed">On the same clock; <see cref="long.MaxValue"/> where the outcome is unknown.</param>
/// <param name="Outcome">Ok: it committed. Fail: it certainly did not. Info: nobody knows.</param>
public readonly record struct Transaction(
    int Process, int Line, long Invoked, long Completed, OpType Outcome, int FirstMicroOp, int MicroOpCount);
