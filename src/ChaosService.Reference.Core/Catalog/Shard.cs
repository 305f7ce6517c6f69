using System.Collections.Immutable;
using ChaosService.Reference.Core.Placement;

namespace ChaosService.Reference.Core.Catalog;

/// <summary>The points of one time range.</summary>
/// <param name="ShardKeys">Those of the table when the shard was created: stored points stay where they are when the keys change.</param>
/// <param name="Partitions">For each hash partition the nodes that hold it, the preferred leader first.</param>
/// <param name="History">Its statuses so far, the current one last, so that past ones stay visible.</param>
/// <param name="Move">The current move; null when there is none.</param>
internal sealed record Shard(
    ulong Id, TimeRange Time, IReadOnlyList<string> ShardKeys, ImmutableList<IReadOnlyList<uint>> Partitions,
    ImmutableList<ShardStatus> History, ShardMove? Move)
{
    /// <summary>How many statuses are kept; the oldest are dropped. A move has five.</summary>
    public const int HistoryMax = 60;

    /// <summary>How its points are divided among its partitions.</summary>
    public Sharding Sharding => new(ShardKeys, Partitions.Count);

    public ShardStatus Status => History[^1];

    public bool IsHeldBy(uint node) => Partitions.Any(p => p.Contains(node));

    public Shard Become(ShardStatus status) =>
        this with { History = (History.Count < HistoryMax ? History : History.RemoveRange(0, History.Count - HistoryMax + 1)).Add(status) };

    /// <summary>The target replaces the source wherever the source is and the target is not: the number of copies stays the same.</summary>
    public Shard CutOver(ShardMove move) => this with
    {
        Partitions = Partitions.ConvertAll(nodes =>
            IsMoved(nodes, move) ? [.. nodes.Select(n => n == move.Source ? move.Target : n)] : nodes),
    };

    public static bool IsMoved(IReadOnlyList<uint> nodes, ShardMove move) => nodes.Contains(move.Source) && !nodes.Contains(move.Target);
}
