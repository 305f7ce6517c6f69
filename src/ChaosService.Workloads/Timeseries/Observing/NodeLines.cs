using ChaosService.Model.Timeseries;

namespace ChaosService.Workloads.Timeseries.Observing;

/// <summary>The lines of a node's log that are looked at.</summary>
internal static class NodeLines
{
    /// <summary>By their event ids.</summary>
    public static IReadOnlyDictionary<int, string> Names { get; } = new Dictionary<int, string>
    {
        [7201] = LogEvents.Forward, [7204] = LogEvents.Forwarded, [7202] = LogEvents.Replicated, [7203] = LogEvents.NotForwarded,
        [7205] = LogEvents.Write, [7901] = LogEvents.QueryPart, [7902] = LogEvents.Query, [7401] = LogEvents.Move,
        [7402] = LogEvents.MoveCall,
    };
}
