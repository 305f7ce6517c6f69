using ChaosService.Model.Histories;

namespace ChaosService.Checking.Observations;

/// <summary>A line of a node's log, at its time in the run.</summary>
internal sealed record LoggedLine(string Node, long AtNs, LogEvent Event)
{
    /// <summary>Nodes' clocks differ slightly.</summary>
    public const long SkewNs = 1_000_000_000;

    /// <summary>A log is written by a separate thread: the last lines of a killed process may be missing.</summary>
    private const long LostNs = 2_000_000_000;

    /// <summary>Prefixes of the kinds of faults that may replace a process.</summary>
    private static readonly string[] Ending = ["container-", "process-", "disk-", "memory-"];

    /// <summary>The lines of all nodes, in time order. For a target that was already up, they begin with the run.</summary>
    public static List<LoggedLine> In(Sights<NodeLogView> logs) =>
    [
        .. logs.Last.Where(s => s.View is not null)
            .SelectMany(s => s.View!.Events, (s, e) => new LoggedLine(s.Subject, s.Line.TimeNs - (s.View!.ReadNs - e.AtNs), e))
            .Where(l => l.AtNs >= 0).OrderBy(l => l.AtNs),
    ];

    /// <param name="node">Null: any.</param>
    public static bool MayBeLost(History history, string? node, long fromNs, long untilNs) => history.Faults.Any(f =>
        f.Overlaps(fromNs - LostNs, untilNs + LostNs) && (node is null || f.Nodes.Contains(node))
            && Ending.Any(k => f.Kind.StartsWith(k, StringComparison.Ordinal)));
}
