using ChaosService.Reference.Core.LineProtocol;

namespace ChaosService.Reference.Host.Partitions;

/// <summary>A partition's contents at one moment.</summary>
/// <param name="Applied">Points that were stored, each batch counted once.</param>
/// <param name="Batches">Its record of batches, as bytes.</param>
internal sealed record PartitionImage(long Applied, byte[] Batches, IReadOnlyList<Point> Points);
