using ChaosService.Model.Faults;

namespace ChaosService.Faults.Hooks;

/// <summary>Each command is a program and its arguments; one that was written as a text is a shell's.</summary>
/// <param name="Command">Breaks something, for each node. It must exit with 0.</param>
/// <param name="Probe">Exits with 0 while the command's effect is active, and with another code otherwise.</param>
/// <param name="Undo">Undoes it, even when the command got only half-way, and when there is nothing left. It must exit with 0.</param>
/// <param name="Where">Default: the host.</param>
/// <param name="Timeout">How long each of them may take; then it is killed. Default 10 s, at most 15 s.</param>
internal sealed record ExecParameters(
    IReadOnlyList<string> Command, IReadOnlyList<string> Probe, IReadOnlyList<string> Undo, HookPlace Where, TimeSpan Timeout)
    : FaultParameters;

/// <summary>Where the commands run.</summary>
internal enum HookPlace
{
    /// <summary>On the host, as this program's user.</summary>
    Host,

    /// <summary>Inside the node's container, as the container's user.</summary>
    Node,
}
