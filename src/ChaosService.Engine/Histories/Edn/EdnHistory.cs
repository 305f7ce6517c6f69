using ChaosService.Engine.Histories.Reading;
using ChaosService.Model.Histories;
using ChaosService.Model.Transactions;

namespace ChaosService.Engine.Histories.Edn;

/// <summary>Takes the ops of a history in order and joins invocations with completions.</summary>
internal sealed class EdnHistory(string file)
{
    private readonly TransactionHistoryBuilder _transactions = new();
    private readonly Dictionary<int, Invocation> _open = [];
    private readonly Stack<Invocation> _free = [];
    private EdnMicroOps? _microOps;
    private bool? _hasTimes;
    private long _ops;

    private EdnMicroOps MicroOps => _microOps ??= new EdnMicroOps(_transactions);

    /// <param name="line">Where it begins, from 1.</param>
    public void Add(in EdnOp op, int line)
    {
        // What a nemesis did is no transaction.
        if (op.Process < 0) return;
        if (!op.Function.SequenceEqual(":txn"u8))
            throw new FormatException($"a transaction's :f is :txn, and here it is {HistoryExcerpt.Of(op.Function)}");
        _ops++;
        _hasTimes ??= op.Time >= 0;
        if (_hasTimes != op.Time >= 0)
            throw new FormatException(
                _hasTimes.Value ? "the op has no :time, and those before have" : "the op has a :time, and those before have none");
        if (op.Type == OpType.Invoke) Invoke(op, line);
        else Complete(op);
    }

    /// <summary>What has no completion may have happened.</summary>
    public TransactionHistory Build()
    {
        foreach (var (process, invocation) in _open)
            End(process, invocation, invocation.Value, long.MaxValue, OpType.Info);
        return _transactions.Build();
    }

    private void Invoke(in EdnOp op, int line)
    {
        if (!_free.TryPop(out var invocation)) invocation = new Invocation();
        invocation.Set(line, Clock(op), op.Value);
        if (!_open.TryAdd(op.Process, invocation))
            throw new FormatException(
                $"process {op.Process} invokes again before its op of line {_open[op.Process].Line} completed; a process has one op at a "
                    + "time");
    }

    private void Complete(in EdnOp op)
    {
        if (!_open.Remove(op.Process, out var invocation))
            throw new FormatException($"process {op.Process} completes an op that it did not invoke");
        if (op.Type == OpType.Ok && op.Value.IsEmpty) throw new FormatException("a transaction that is :ok has no :value");
        End(op.Process, invocation, op.Value.IsEmpty ? invocation.Value : op.Value, Clock(op), op.Type);
        _free.Push(invocation);
    }

    private void End(int process, Invocation invocation, ReadOnlySpan<byte> value, long completed, OpType outcome)
    {
        try
        {
            MicroOps.Read(value, outcome == OpType.Ok);
        }
        catch (EdnUnendedException)
        {
            throw new HistoryFormatException(file, invocation.Line, "the transaction has no micro-ops in its :value");
        }
        _transactions.End(process, invocation.Line, invocation.Time, completed, outcome);
    }

    /// <summary>Without times an op's place in the history is its time.</summary>
    private long Clock(in EdnOp op) => _hasTimes == true ? op.Time : _ops;

    /// <summary>An invocation that waits for its completion. Used again: there are only as many at once as processes.</summary>
    private sealed class Invocation
    {
        private byte[] _value = new byte[128];
        private int _length;

        public int Line { get; private set; }

        public long Time { get; private set; }

        public ReadOnlySpan<byte> Value => _value.AsSpan(0, _length);

        public void Set(int line, long time, ReadOnlySpan<byte> value)
        {
            if (_value.Length < value.Length) _value = new byte[value.Length * 2];
            value.CopyTo(_value);
            (Line, Time, _length) = (line, time, value.Length);
        }
    }
}
