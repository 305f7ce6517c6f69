using ChaosService.Checking.Ops;
using ChaosService.Model.Histories;

namespace ChaosService.Checking.Durability.Sets;

/// <summary>
/// The keys of a history that hold sets: something was added to them, or a list was read. Needed because a read that found nothing looks
/// the same for a set and for a register. A key that was written to as well is in doubt, and is not here.
/// </summary>
internal sealed class SetKeys
{
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);

    public SetKeys(ReadOnlySpan<Op> ops)
    {
        Collect(ops, (in op) => op.F == Functions.Add || op is { F: Functions.Read, Value.Kind: OpValueKind.List }, key => _keys.Add(key));
        if (_keys.Count > 0) Collect(ops, (in op) => op.F is Functions.Write or Functions.Cas, key => _keys.Remove(key));
    }

    public bool Hold(string? key) => _keys.Contains(key ?? "");

    /// <summary>A read that succeeded and found a set with nothing in it, however that is written.</summary>
    public bool ReadEmpty(in Op op) =>
        op is { F: Functions.Read, Outcome: OpType.Ok, Value.Kind: OpValueKind.None } && Hold(op.Key);

    private static void Collect(ReadOnlySpan<Op> ops, OpFilter wanted, Action<string> take)
    {
        string? last = null;
        foreach (ref readonly var op in ops)
        {
            if (!wanted(in op)) continue;
            // Keys come back in every op, as one object each: a set of millions of ops is asked for once.
            if (last is null || !ReferenceEquals(last, op.Key ?? "")) take(op.Key ?? "");
            last = op.Key ?? "";
        }
    }
}
