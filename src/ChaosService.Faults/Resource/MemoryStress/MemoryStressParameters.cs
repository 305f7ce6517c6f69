using ChaosService.Model.Configuration;
using ChaosService.Model.Faults;

namespace ChaosService.Faults.Resource.MemoryStress;

/// <param name="Bytes">How much is taken; null: <paramref name="Share"/> says it.</param>
/// <param name="Share">Of the node's limit, above 0 and up to 1; null: <paramref name="Bytes"/> says it.</param>
/// <param name="WithoutLimit">Also a node that has no limit: what it cannot have it takes from the machine. Default false.</param>
internal sealed record MemoryStressParameters(long? Bytes, double? Share, bool WithoutLimit) : FaultParameters
{
    /// <summary>Less than this cannot be told from a shell.</summary>
    public const long LeastBytes = 1 << 20;

    /// <summary>It takes time to fill.</summary>
    public override TimeSpan LeastHold => TimeSpan.FromSeconds(1);

    public long BytesOf(long? limit) => Bytes ?? (long)(Share!.Value * limit!.Value);

    public override string ToString() => Bytes is { } bytes ? Quantity.FormatBytes(bytes) : $"{100 * Share:0.##} % of its limit";
}
