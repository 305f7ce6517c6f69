using ChaosService.Reference.Core.LineProtocol;

namespace ChaosService.Reference.Core.Writes;

internal enum BatchStep
{
    /// <summary>Stores it, whatever becomes of the rest of the write.</summary>
    Store,

    /// <summary>Keeps it, unseen by queries, until it is known what becomes of the rest.</summary>
    Stage,
    Commit,
    Discard,
}

/// <summary>The points of one write that go to one partition.</summary>
/// <param name="IsRemote">Another node than the one that took the write leads the partition.</param>
internal sealed record PartitionBatch(BatchId Id, ulong Shard, int Partition, uint Node, bool IsRemote, IReadOnlyList<Point> Points);

/// <summary>What a partition is told to do with a batch.</summary>
internal sealed record BatchOrder(BatchStep Step, PartitionBatch Batch);
