using ChaosService.Model.Timeseries;

namespace ChaosService.Checking.Timeseries.Management;

/// <summary>A call from the point of view of one node of the catalog.</summary>
/// <param name="Position">Of the op in the history.</param>
/// <param name="Code">Null: the outcome is unknown.</param>
/// <param name="Seen">For a list: the node's status in it; null: it is not in it.</param>
/// <param name="CompletedNs"><see cref="long.MaxValue"/>: it may take effect at any time.</param>
internal sealed record NodeOp(int Position, string Call, string? Status, int? Code, string? Seen, long InvokedNs, long CompletedNs)
{
    /// <summary>Whether it changes nothing: a list, or a refused call.</summary>
    public bool IsRead => Call == CatalogCall.List || Code >= 400;

    /// <summary>The node's state after the call; false when this answer is impossible.</summary>
    /// <param name="state">Its status; null: the node does not exist.</param>
    public bool Step(string? state, IReadOnlyList<string> ownStatuses, out string? next)
    {
        next = state;
        switch (Call)
        {
            case CatalogCall.List:
                return Seen == state || (Seen is not null && state is not null && ownStatuses.Contains(Seen) && IsOwn(state, Seen));
            case CatalogCall.Add:
                if (state is null && Code is (null or 201)) next = Status;
                return Code switch { null => true, 201 => state is null, 409 => state is not null, _ => false };
            case CatalogCall.Remove:
                if (Code is null or 204) next = null;
                return Code switch { null => true, 204 => state is not null, 404 => state is null, _ => false };
            default:
                if (state is not null && Code is (null or 200)) next = Status;
                return Code switch { null => true, 200 => state is not null, 404 => state is null, _ => false };
        }
    }

    /// <summary>The cluster sets a Down node to Active when it hears from it; for other nodes it leaves the status to operators.</summary>
    private static bool IsOwn(string state, string seen) => seen != CatalogParameters.Active || state == CatalogParameters.Down;
}
