using ChaosService.Model.Faults;

namespace ChaosService.Faults.Process.Kill;

/// <param name="Process">Name of the program, as <c>ps -o comm</c> shows it: 15 characters at most.</param>
/// <param name="Signal">Without SIG. Default <c>KILL</c>.</param>
/// <param name="ComesBack">Something in the node restarts it, and the fault waits for that. Default true.</param>
internal sealed record ProcessKillParameters(string Process, string Signal, bool ComesBack) : FaultParameters
{
    /// <summary>A kill is over when it is done: the experiment's <c>for</c> does not apply.</summary>
    public override TimeSpan? OwnHold => TimeSpan.Zero;
}
