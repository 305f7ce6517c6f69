using ChaosService.Reference.Core.LineProtocol;

namespace ChaosService.Reference.Host.Partitions;

/// <summary>What a partition held at one moment.</summary>
/// <param name="Applied">Points that were stored, each batch counted once.</param>
/// <param name="Batches">What it knew of batches, as bytes.</param>
internal sealed record PartitionImage(long Applied, byte[] Batches, IReadOnlyList<Point> Points);
