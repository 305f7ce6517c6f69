using ChaosService.Model.Faults;

namespace ChaosService.Faults.Hooks;

/// <summary>Each command is a program and its arguments; one that was written as a text is a shell's.</summary>
/// <param name="Command">Breaks something, for each node. It has to exit with 0.</param>
/// <param name="Probe">Exits with 0 while what the command did is in force, and with something else otherwise.</param>
/// <param name="Undo">Takes it back, also when the command came half-way, and when there is nothing left. It has to exit with 0.</param>
/// <param name="Where">Default: the host.</param>
/// <param name="Timeout">How long each of them may take; then it is killed. Default 10 s, at most 15 s.</param>
internal sealed record ExecParameters(
    IReadOnlyList<string> Command, IReadOnlyList<string> Probe, IReadOnlyList<string> Undo, HookPlace Where, TimeSpan Timeout)
    : FaultParameters;

/// <summary>Where the commands run.</summary>
internal enum HookPlace
{
    /// <summary>Beside this program, as its user.</summary>
    Host,

    /// <summary>Inside the node's container, as the container's user.</summary>
    Node,
}
