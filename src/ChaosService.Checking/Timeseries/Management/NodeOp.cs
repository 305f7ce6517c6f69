using ChaosService.Model.Timeseries;

namespace ChaosService.Checking.Timeseries.Management;

/// <summary>A call as one node of the catalog sees it.</summary>
/// <param name="Position">Of the op in the history.</param>
/// <param name="Code">Null: the outcome is unknown.</param>
/// <param name="Seen">Of a list: the node's status in it; null: it is not in it.</param>
/// <param name="CompletedNs"><see cref="long.MaxValue"/>: it may take effect at any time.</param>
internal sealed record NodeOp(int Position, string Call, string? Status, int? Code, string? Seen, long InvokedNs, long CompletedNs)
{
    /// <summary>Whether it changes nothing: a list, and what was refused.</summary>
    public bool IsRead => Call == CatalogCall.List || Code >= 400;

    /// <summary>What the node is after the call; false when it cannot have been answered so.</summary>
    /// <param name="state">Its status; null: there is no such node.</param>
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

    /// <summary>A cluster calls a node Active when it hears one that was Down; of others it leaves to operators whether they are.</summary>
    private static bool IsOwn(string state, string seen) => seen != CatalogParameters.Active || state == CatalogParameters.Down;
}
