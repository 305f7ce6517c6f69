using ChaosService.Model.Histories;

namespace ChaosService.Checking.Counters;

/// <summary>
/// One counter: what may and what must have been added to it at any time. A refused change did not happen; one with an unknown outcome may
/// have happened at any time after it began.
/// </summary>
internal sealed class CounterHistory
{
    private readonly Steps _certainUp = new();
    private readonly Steps _certainDown = new();
    private readonly Steps _possibleUp = new();
    private readonly Steps _possibleDown = new();

    /// <summary>A counter as the increments among these ops made it.</summary>
    public static CounterHistory Of(ReadOnlySpan<Op> ops, ReadOnlySpan<int> positions)
    {
        var counter = new CounterHistory();
        foreach (var position in positions)
        {
            ref readonly var op = ref ops[position];
            if (op.F == Functions.Increment) counter.Add(op, AmountOf(op.Value)!.Value);
        }
        counter.Seal();
        return counter;
    }

    /// <summary>An op that adds an amount, unless it was refused.</summary>
    public void Add(in Op op, long amount)
    {
        if (op.Outcome == OpType.Fail) return;
        OnlyUp &= amount > 0;
        // A change with an unknown outcome may happen later than this; the bounds of the final reads allow for it.
        LastChangeNs = Math.Max(LastChangeNs, op.CompletedNs == long.MaxValue ? op.InvokedNs : op.CompletedNs);
        (amount > 0 ? _possibleUp : _possibleDown).Add(op.InvokedNs, amount);
        if (op.Outcome != OpType.Ok) return;
        Acknowledged++;
        (amount > 0 ? _certainUp : _certainDown).Add(op.CompletedNs, amount);
    }

    /// <summary>To be called once, between the last <see cref="Add"/> and the first question.</summary>
    public void Seal()
    {
        foreach (var steps in (Steps[])[_certainUp, _certainDown, _possibleUp, _possibleDown]) steps.Seal();
    }

    public int Acknowledged { get; private set; }

    /// <summary>Whether nothing can have been subtracted, so that no total comes back.</summary>
    public bool OnlyUp { get; private set; } = true;

    public long LastChangeNs { get; private set; } = long.MinValue;

    /// <summary>The least that a read may find.</summary>
    public Int128 Least(in Op read) =>
        _certainUp.Before(read.InvokedNs) + _possibleDown.UpTo(read.CompletedNs) + Math.Max(Own(read), 0);

    /// <summary>The most that a read may find.</summary>
    public Int128 Most(in Op read) =>
        _possibleUp.UpTo(read.CompletedNs) + _certainDown.Before(read.InvokedNs) + Math.Min(Own(read), 0);

    /// <summary>The amount of a change; null when the value tells none.</summary>
    public static long? AmountOf(OpValue value) => value switch
    {
        { Kind: OpValueKind.Integer, First: var amount } => amount,
        { Items: [var amount, _] } => amount,
        _ => null,
    };

    /// <summary>What an op saw of the counter: a read all of it, a change the total after it, if it was told. Null: nothing.</summary>
    public static long? SeenBy(in Op op) => (op.Outcome, op.F, op.Value) switch
    {
        (OpType.Ok, Functions.Read, { Kind: OpValueKind.None }) => 0,
        (OpType.Ok, Functions.Read, { Kind: OpValueKind.Integer, First: var total }) => total,
        (OpType.Ok, Functions.Increment, { Items: [_, var total] }) => total,
        _ => null,
    };

    /// <summary>
    /// What an op itself added. A change sees it in its total, and is not yet among what was acknowledged before it: that bound lacks it,
    /// where the other one has it already.
    /// </summary>
    private static long Own(in Op op) => op.F == Functions.Increment ? AmountOf(op.Value)!.Value : 0;
}
