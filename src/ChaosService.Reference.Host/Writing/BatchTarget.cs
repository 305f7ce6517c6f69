using ChaosService.Reference.Host.Wire;

namespace ChaosService.Reference.Host.Writing;

/// <summary>The destination of points of a write that are stored together.</summary>
/// <param name="Replicas">The nodes that hold the partition, the preferred leader first.</param>
internal sealed record BatchTarget(string Database, string Table, GroupId Group, IReadOnlyList<uint> Replicas);
