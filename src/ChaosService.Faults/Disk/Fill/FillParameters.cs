using ChaosService.Model.Faults;

namespace ChaosService.Faults.Disk.Fill;

/// <param name="Share">How full it must be, from 0 to 1; null: <paramref name="LeaveBytes"/> says it.</param>
/// <param name="LeaveBytes">How much must be free; null: <paramref name="Share"/> says it.</param>
/// <param name="Path">A path in the node on the filesystem to fill; null: the node's first mount that is a filesystem of its own.</param>
internal sealed record FillParameters(double? Share, long? LeaveBytes, string? Path) : FaultParameters
{
    /// <summary>How much must be free in a filesystem of this size.</summary>
    public long FreeOf(long totalBytes) => LeaveBytes ?? (long)(totalBytes * (1 - Share!.Value));

    public override string ToString() => LeaveBytes is { } leave ? $"{leave} B free" : $"{100 * Share:0.##} % full";
}
