using ChaosService.Model.Faults;

namespace ChaosService.Faults.Container.CrashLoop;

/// <param name="Signal">Without SIG. Default <c>KILL</c>.</param>
/// <param name="Up">How long the node runs before it is killed again. Default 1 s, from 100 ms to 5 s.</param>
/// <param name="Pause">How long it stays down before it is started again. Default 2 s, from 100 ms to 10 s.</param>
internal sealed record CrashLoopParameters(string Signal, TimeSpan Up, TimeSpan Pause) : FaultParameters
{
    /// <summary>It counts as a loop when the node has ended twice.</summary>
    public override TimeSpan LeastHold => Up + Pause;
}
