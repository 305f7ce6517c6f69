using ChaosService.Model.Configuration;
using ChaosService.Model.Faults;

namespace ChaosService.Faults.Disk.Corrupt;

/// <param name="Files">Which files, by their path below the filesystem's top, * standing for anything: <c>member/wal/*.wal</c>.</param>
/// <param name="Count">How many of them at most; which is drawn from the seed. Default 1.</param>
/// <param name="Bits">Bits flipped in each, at places drawn from the seed; null: <paramref name="CutBytes"/> says it.</param>
/// <param name="CutBytes">Bytes cut off the end of each; null: <paramref name="Bits"/> says it.</param>
/// <param name="Path">A path in the node on the filesystem; null: the node's first mount that is a filesystem of its own.</param>
internal sealed record FileCorruptParameters(string Files, int Count, int? Bits, long? CutBytes, string? Path) : FaultParameters
{
    public const int MostFiles = 100;
    public const int MostBits = 10_000;
    public const long MostCutBytes = 64 << 20;

    /// <summary>Files above this take too long to sum up.</summary>
    public const long MostFileBytes = 1 << 30;

    public override string ToString() =>
        Bits is { } bits ? $"{bits} bits turned over" : $"{Quantity.FormatBytes(CutBytes!.Value)} cut off the end";
}
