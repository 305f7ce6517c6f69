using System.Globalization;
using ChaosService.Docker.Processes;

namespace ChaosService.Faults.Resource.Cgroups;

/// <summary>
/// A program of the host's that joins a node's control groups before it does anything, and is killed after a time even if we die.
/// In nothing else it is in the node: it has the host's files and network.
/// </summary>
internal static class Guest
{
    /// <summary>The script's own exit codes are below this.</summary>
    public const int CannotJoin = 99;

    /// <param name="script">For <c>/bin/sh</c>.</param>
    /// <param name="groups">Directories of control groups.</param>
    public static Command In(IEnumerable<string> groups, TimeSpan limit, string script) => new(
        "timeout",
        [
            "--signal=KILL", limit.TotalSeconds.ToString("0.0##", CultureInfo.InvariantCulture), "sh", "-c",
            $"for group in \"$@\"; do echo $$ > \"$group/cgroup.procs\" || exit {CannotJoin}; done; {script}", "chaosservice-guest",
            .. groups.Distinct(),
        ]);
}
