using ChaosService.Checking.Findings;
using ChaosService.Checking.Observations;
using ChaosService.Model.Histories;
using ChaosService.Model.Timeseries;
using ChaosService.Model.Verdicts;

namespace ChaosService.Checking.Timeseries.Logs;

/// <summary>For each write that a node received from another node, that node has logged the forwarding under the same trace.</summary>
internal sealed class LoggedForwards(History history, IReadOnlyList<LoggedLine> lines)
{
    private readonly IReadOnlyList<LoggedLine> _received =
        [.. lines.Where(l => l.Event.Name == LogEvents.Replicated && l.Event[LogEvents.Trace] is not null)];

    /// <summary>By node number: the name of the node that logged these events with that number.</summary>
    private readonly Dictionary<string, string> _nodes = lines
        .Where(l => l.Event.Name is LogEvents.Replicated or LogEvents.Write or LogEvents.Query && l.Event["node_id"] is not null)
        .DistinctBy(l => l.Event["node_id"]).ToDictionary(l => l.Event["node_id"]!, l => l.Node);

    private readonly ILookup<(string?, string?, string?), LoggedLine> _sent =
        lines.Where(l => l.Event.Name == LogEvents.Forward).ToLookup(Key);

    public int Count => _received.Count;

    public IEnumerable<Finding> Unlogged() =>
        from received in _received
        let source = _nodes.GetValueOrDefault(received.Event[LogEvents.Origin] ?? "")
        where !_sent[Key(received)].Any(s => s.Node != received.Node && (source is null || s.Node == source)
            && s.AtNs <= received.AtNs + LoggedLine.SkewNs)
        where !LoggedLine.MayBeLost(history, source, received.AtNs, received.AtNs)
        group received by source ?? $"node {received.Event[LogEvents.Origin]}" into unlogged
        let first = unlogged.First()
        select new Finding
        {
            Anomaly = "unlogged-forward",
            Explanation = $"{unlogged.Key} did not log {Words.Many(unlogged.Count(), "write")} that it handed to other nodes; the first "
                + $"came to {first.Node} at {Words.At(first.AtNs)}, for shard {first.Event[LogEvents.Shard]}, partition "
                + $"{first.Event[LogEvents.Partition]}, trace {first.Event[LogEvents.Trace]}",
        };

    private static (string? Trace, string? Shard, string? Partition) Key(LoggedLine line) =>
        (line.Event[LogEvents.Trace], line.Event[LogEvents.Shard], line.Event[LogEvents.Partition]);
}
