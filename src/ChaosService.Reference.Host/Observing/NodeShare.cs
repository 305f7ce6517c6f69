using System.Collections.Immutable;
using ChaosService.Reference.Host.Wire;

namespace ChaosService.Reference.Host.Observing;

/// <summary>What one node did for one query.</summary>
/// <param name="Answered">Partitions for which it has answered.</param>
/// <param name="Errors">Times that it was asked and did not.</param>
internal sealed record NodeShare(
    ImmutableList<GroupId> Answered, long PointsScanned, long BytesScanned, long RowsReturned, int Errors)
{
    public static NodeShare None { get; } = new([], 0, 0, 0, 0);
}
