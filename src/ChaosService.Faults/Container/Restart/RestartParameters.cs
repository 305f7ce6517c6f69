using ChaosService.Model.Faults;

namespace ChaosService.Faults.Container.Restart;

/// <param name="Grace">How long the node may take to shut down; SIGKILL after that. Default 10 s.</param>
internal sealed record RestartParameters(TimeSpan Grace) : FaultParameters
{
    /// <summary>It is started as soon as it has ended: the experiment's <c>for</c> does not apply.</summary>
    public override TimeSpan? OwnHold => TimeSpan.Zero;
}
