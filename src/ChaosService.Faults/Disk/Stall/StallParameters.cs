using ChaosService.Model.Faults;

namespace ChaosService.Faults.Disk.Stall;

/// <param name="Path">A path in the node on the filesystem; null: the node's first mount that is a filesystem of its own.</param>
internal sealed record StallParameters(string? Path) : FaultParameters
{
    /// <summary>A write that is to get no answer is watched for this long.</summary>
    public static readonly TimeSpan Watch = TimeSpan.FromMilliseconds(300);

    public override TimeSpan LeastHold => Watch;
}
