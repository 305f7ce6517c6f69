using ChaosService.Model.Faults;

namespace ChaosService.Faults.Disk.Slow;

/// <param name="Stall">How long writes wait at a time, 20 ms to 2 s. Default 80 ms.</param>
/// <param name="Flow">How long they go through in between, 10 ms to 2 s. Default 20 ms.</param>
/// <param name="Path">A path in the node on the filesystem; null: the node's first mount that is a filesystem of its own.</param>
internal sealed record SlowParameters(TimeSpan Stall, TimeSpan Flow, string? Path) : FaultParameters
{
    /// <summary>How many stalls are measured, each from its beginning.</summary>
    public const int Measured = 3;

    /// <summary>A write that waits this long was stalled: it may have come a moment after the beginning.</summary>
    public TimeSpan Least => 0.75 * Stall;

    public override TimeSpan LeastHold => (Measured + 1) * (Stall + Flow);
}
