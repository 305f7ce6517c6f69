using System.Collections.Immutable;
using ChaosService.Reference.Core.Placement;

namespace ChaosService.Reference.Core.Catalog;

/// <summary>The points of one range of time.</summary>
/// <param name="Partitions">For each hash partition the nodes that hold it, the preferred leader first.</param>
/// <param name="History">Every status that it has had, the present one last: what is over stays to be seen.</param>
/// <param name="Target">Where it is moving to.</param>
internal sealed record Shard(
    ulong Id, TimeRange Time, ImmutableList<IReadOnlyList<uint>> Partitions, ImmutableList<ShardStatus> History, uint? Target)
{
    public ShardStatus Status => History[^1];

    public bool IsMoving => Target is not null;
}
