using ChaosService.Model.Faults;

namespace ChaosService.Faults.Container.Kill;

/// <param name="Signal">Without SIG. Default <c>KILL</c>.</param>
/// <param name="RestartAfter">How long the node stays down. Default 3 s.</param>
internal sealed record KillParameters(string Signal, TimeSpan RestartAfter) : FaultParameters
{
    /// <summary>The experiment's <c>for</c> does not apply.</summary>
    public override TimeSpan? OwnHold => RestartAfter;
}
