using ChaosService.Model.Faults;

namespace ChaosService.Faults.Disk.PowerLoss;

/// <param name="RestartAfter">How long the node stays down. Default 3 s.</param>
/// <param name="Path">A path in the node on the filesystem; null: the node's first mount that is a filesystem of its own.</param>
internal sealed record PowerLossParameters(TimeSpan RestartAfter, string? Path) : FaultParameters
{
    /// <summary>The experiment's <c>for</c> does not apply.</summary>
    public override TimeSpan? OwnHold => RestartAfter;
}
