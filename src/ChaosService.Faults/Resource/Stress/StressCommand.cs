using ChaosService.Docker.Processes;

namespace ChaosService.Faults.Resource.Stress;

/// <summary>
/// A shell of the host's that joins the fault's control groups and works there. It is in the node's process namespace, so that the kernel
/// ends it with the node; its files and network are the host's, so that the node need have neither shell nor room. The end of its standard
/// input ends it, too: that comes when we are gone.
/// </summary>
internal static class StressCommand
{
    /// <summary>The work's own exit codes are below this.</summary>
    public const int CannotJoin = 99;

    /// <summary>Ends all of it. A shell of its own knows its pid, and leaves itself to the last: nobody else would go on.</summary>
    public const string End =
        """exec sh -c 'for p in $(cat "$0/cgroup.procs"); do [ $p = $$ ] || kill -KILL $p; done' "$1" 2> /dev/null""";

    private const string Leader =
        """
        for group in "$@"; do echo 0 > "$group/cgroup.procs" || exit 99; done
        exec 3<&0
        (cat <&3 > /dev/null;
        """ + End + ") &";

    /// <param name="pid">The node's first process.</param>
    /// <param name="work">For <c>/bin/sh</c>. When it returns everything is over. Descriptor 3 is the standard input.</param>
    public static Command For(int pid, IReadOnlyList<string> groups, string work, IReadOnlyDictionary<string, string> environment) =>
        new("nsenter", ["--target", $"{pid}", "--pid", "--", "sh", "-c", $"{Leader}\n{work}\n{End}", "chaosservice-stress", .. groups])
        {
            HoldsInput = true, Timeout = Timeout.InfiniteTimeSpan, Environment = environment,
        };
}
