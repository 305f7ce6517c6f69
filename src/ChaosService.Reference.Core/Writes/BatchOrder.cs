using ChaosService.Reference.Core.LineProtocol;

namespace ChaosService.Reference.Core.Writes;

internal enum BatchStep
{
    /// <summary>Stores it, independently of the rest of the write.</summary>
    Store,

    /// <summary>Keeps it, invisible to queries, until the outcome of the rest is known.</summary>
    Stage,
    Commit,
    Discard,
}

/// <summary>The points of one write that go to one partition.</summary>
/// <param name="IsRemote">The partition's leader is another node than the one that received the write.</param>
internal sealed record PartitionBatch(BatchId Id, ulong Shard, int Partition, uint Node, bool IsRemote, IReadOnlyList<Point> Points);

/// <summary>An instruction to a partition about a batch.</summary>
internal sealed record BatchOrder(BatchStep Step, PartitionBatch Batch);
