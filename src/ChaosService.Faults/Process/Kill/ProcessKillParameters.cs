using ChaosService.Model.Faults;

namespace ChaosService.Faults.Process.Kill;

/// <param name="Process">Name of the program, as <c>ps -o comm</c> shows it: 15 characters at most.</param>
/// <param name="Signal">Without SIG. Default <c>KILL</c>.</param>
/// <param name="ComesBack">Somebody in the node starts it again, which is waited for. Default true.</param>
internal sealed record ProcessKillParameters(string Process, string Signal, bool ComesBack) : FaultParameters
{
    /// <summary>A kill is over when it is done: the experiment's <c>for</c> is not asked.</summary>
    public override TimeSpan? OwnHold => TimeSpan.Zero;
}
