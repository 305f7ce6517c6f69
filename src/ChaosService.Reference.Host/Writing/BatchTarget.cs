using ChaosService.Reference.Host.Wire;

namespace ChaosService.Reference.Host.Writing;

/// <summary>Where points of a write go that are stored together.</summary>
/// <param name="Replicas">The nodes that hold the partition, the preferred leader first.</param>
internal sealed record BatchTarget(string Database, string Table, GroupId Group, IReadOnlyList<uint> Replicas);
