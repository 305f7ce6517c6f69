using ChaosService.Checking.Findings;
using ChaosService.Checking.Slo.Figures;
using ChaosService.Model.Histories;

namespace ChaosService.Checking.KeyValue;

/// <summary>Acknowledged writes, each of which has a change of its own.</summary>
internal sealed class AcknowledgedWrites
{
    private AcknowledgedWrites(History history, Predicate<Op> isJudged)
    {
        var (all, values) = (new List<Op>(), new HashSet<(string, OpValue)>());
        foreach (ref readonly var op in history.Ops.Span)
        {
            if (op is not { F: Functions.Write, Key: { } key } || op.Outcome == OpType.Fail) continue;
            var isFirst = values.Add((key, op.Value));
            if (op.Outcome == OpType.Ok && isJudged(op)) all.Add(op);
            if (!isFirst) Doubt ??= $"{op.Value} was written to {key} more than once, and the changes cannot be told apart";
        }
        Plain = all.FindAll(op => op.Value.Kind == OpValueKind.Integer);
        if (Plain.Count < all.Count) Doubt ??= $"{Words.Many(all.Count - Plain.Count, "write")} had a value that is no whole number";
    }

    public static AcknowledgedWrites DuringFaults(History history) => new(history, op => IsDuringFault(history, op));

    /// <summary>Without the final ones, which come after the load.</summary>
    public static AcknowledgedWrites OfTheLoad(History history)
    {
        var span = LoadOps.Span(history);
        return new AcknowledgedWrites(history, op => LoadOps.Within(op, span));
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
