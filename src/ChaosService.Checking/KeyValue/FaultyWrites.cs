using ChaosService.Checking.Findings;
using ChaosService.Model.Histories;

namespace ChaosService.Checking.KeyValue;

/// <summary>The writes that were acknowledged while a fault was active.</summary>
internal sealed class FaultyWrites
{
    public FaultyWrites(History history)
    {
        var (all, values) = (new List<Op>(), new HashSet<(string, OpValue)>());
        foreach (ref readonly var op in history.Ops.Span)
        {
            if (op is not { F: Functions.Write, Key: { } key } || op.Outcome == OpType.Fail) continue;
            var isFirst = values.Add((key, op.Value));
            if (op.Outcome == OpType.Ok && IsDuringFault(history, op)) all.Add(op);
            if (!isFirst) Doubt ??= $"{op.Value} was written to {key} more than once, and the changes cannot be told apart";
        }
        Plain = all.FindAll(op => op.Value.Kind == OpValueKind.Integer);
        if (Plain.Count < all.Count) Doubt ??= $"{Words.Many(all.Count - Plain.Count, "write")} had a value that is no whole number";
    }

    /// <summary>Those of whole numbers.</summary>
    public IReadOnlyList<Op> Plain { get; }

    /// <summary>Why changes cannot be assigned to all writes; null: they can.</summary>
    public string? Doubt { get; }

    private static bool IsDuringFault(History history, in Op op)
    {
        foreach (var fault in history.Faults)
            if (fault.Overlaps(op.InvokedNs, op.CompletedNs))
                return true;
        return false;
    }
}
