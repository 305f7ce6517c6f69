using ChaosService.Reference.Core.LineProtocol;
using ChaosService.Reference.Host.Wire;

namespace ChaosService.Reference.Host.Writing;

/// <summary>Points of one write that are stored together.</summary>
/// <param name="Replicas">The nodes that hold the partition, the preferred leader first.</param>
internal sealed record PartitionBatch(
    string Database, string Table, GroupId Group, IReadOnlyList<uint> Replicas, IReadOnlyList<Point> Points);
