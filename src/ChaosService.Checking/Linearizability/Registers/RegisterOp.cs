using ChaosService.Model.Histories;

namespace ChaosService.Checking.Linearizability.Registers;

internal enum RegisterAction : byte
{
    Read,
    Write,
    Cas,
}

/// <summary>
/// An op that took effect or may have taken effect on one register. <see cref="OpValue.Nil"/> is the register's first value.
/// </summary>
/// <param name="Position">In <see cref="History.Ops"/>.</param>
/// <param name="End"><see cref="long.MaxValue"/> when the outcome is unknown: it may take effect at any later time.</param>
/// <param name="From">The value it found: the value of a read, the first value of a cas.</param>
/// <param name="To">The value left by a write or a cas.</param>
internal readonly record struct RegisterOp(int Position, long Start, long End, RegisterAction Action, long From, long To)
{
    public bool Certain => End != long.MaxValue;

    public bool Writes => Action != RegisterAction.Read;

    /// <summary>The ops of a register's history are read, write and cas, with whole numbers as values; reads of a set are not.</summary>
    public static bool Is(in Op op) => op.F switch
    {
        Functions.Read => op.Value.Kind is OpValueKind.None or OpValueKind.Integer,
        Functions.Write => op.Value.Kind is OpValueKind.None or OpValueKind.Integer,
        Functions.Cas => op.Value.Kind == OpValueKind.Pair,
        _ => false,
    };

    /// <summary>
    /// An op that gives information: what it found, or what it may have left. A read without a result may also belong to a set.
    /// </summary>
    public static bool Tells(in Op op) => Is(op) && (op.Outcome == OpType.Ok || op.F != Functions.Read);

    /// <summary>A failed op certainly did not happen, and a read without a result gives no information: both are left out.</summary>
    public static RegisterOp[] Of(ReadOnlySpan<Op> ops, ReadOnlySpan<int> positions)
    {
        var result = new RegisterOp[positions.Length];
        var count = 0;
        foreach (var position in positions)
        {
            ref readonly var op = ref ops[position];
            if (op.Outcome != OpType.Fail && Tells(op)) result[count++] = Of(op, position);
        }
        return count == result.Length ? result : result[..count];
    }

    private static RegisterOp Of(in Op op, int position)
    {
        var end = op.Outcome == OpType.Ok ? op.CompletedNs : long.MaxValue;
        var value = op.Value.Kind == OpValueKind.None ? OpValue.Nil : op.Value.First;
        return op.F switch
        {
            Functions.Read => new RegisterOp(position, op.InvokedNs, end, RegisterAction.Read, value, 0),
            Functions.Write => new RegisterOp(position, op.InvokedNs, end, RegisterAction.Write, 0, value),
            _ => new RegisterOp(position, op.InvokedNs, end, RegisterAction.Cas, value, op.Value.Second),
        };
    }
}
