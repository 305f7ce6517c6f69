using ChaosService.Checking.Ops;
using ChaosService.Model.Histories;

namespace ChaosService.Checking.Durability.Sets;

/// <summary>
/// The keys of a history that hold sets: something was added to them, or a list was read. Needed because a read that found nothing looks
/// the same for a set and for a register. A key that was also written to is in doubt, and is not included.
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

    /// <summary>A read that succeeded and found an empty set, in whatever notation.</summary>
    public bool ReadEmpty(in Op op) =>
        op is { F: Functions.Read, Outcome: OpType.Ok, Value.Kind: OpValueKind.None } && Hold(op.Key);

    private static void Collect(ReadOnlySpan<Op> ops, OpFilter wanted, Action<string> take)
    {
        string? last = null;
        foreach (ref readonly var op in ops)
        {
            if (!wanted(in op)) continue;
            // Keys recur in every op, as one object each: this avoids a lookup per op for a set of millions of ops.
            if (last is null || !ReferenceEquals(last, op.Key ?? "")) take(op.Key ?? "");
            last = op.Key ?? "";
        }
    }
}
