using System.Collections.Immutable;
using ChaosService.Reference.Host.Wire;

namespace ChaosService.Reference.Host.Observing;

/// <summary>One node's part in one query.</summary>
/// <param name="Answered">Partitions for which it answered.</param>
/// <param name="Errors">Requests to it that failed.</param>
internal sealed record NodeShare(
    ImmutableList<GroupId> Answered, long PointsScanned, long BytesScanned, long RowsReturned, int Errors)
{
    public static NodeShare None { get; } = new([], 0, 0, 0, 0);
}
