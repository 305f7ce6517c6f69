using ChaosService.Checking.Findings;
using ChaosService.Checking.Observations;
using ChaosService.Model.Histories;
using ChaosService.Model.KeyValue;

namespace ChaosService.Checking.KeyValue;

/// <summary>What each node counted, as it said at the end.</summary>
internal sealed class SeenStatistics
{
    private readonly Dictionary<string, Sight<StatisticsView>> _ends;
    private readonly long _loadStartNs;

    public SeenStatistics(History history)
    {
        var all = Sights<StatisticsView>.Of(history, StatisticsView.Topic, StatisticsView.From);
        _ends = all.Last.ToDictionary(s => s.Subject, StringComparer.Ordinal);
        _loadStartNs = history.TimeOf(RunPhase.LoadStarted) ?? 0;
    }

    /// <summary>Why the node may have published something twice; null: it had one connection to the broker, all the time.</summary>
    public string? Reconnected(string node) => Told(node, end => end.BrokerConnects switch
    {
        null => $"{node} does not say how often it connected to the broker",
        > 1 and var times => $"{node} connected to the broker {times} times, and may send again what was not acknowledged before",
        _ => null,
    });

    /// <summary>Why changes of the node may be lost, or not be told yet, and it is no bug; null: it had and has no reason.</summary>
    public string? MayHaveLost(string node) => Told(node, end => end switch
    {
        { EventsDropped: null } or { Waiting: null } => $"{node} does not say what its backlog dropped, or what waits in it",
        { EventsDropped: > 0 and var dropped } => $"the full backlog of {node} dropped {Words.Many(dropped, "change")}",
        { Waiting: > 0 and var waiting } => $"{Words.Many(waiting, "change")} of {node} still {(waiting == 1 ? "waits" : "wait")}",
        _ => null,
    });

    /// <param name="judge">What is wrong with the statistics, if anything is.</param>
    private string? Told(string node, Func<StatisticsView, string?> judge) => _ends.GetValueOrDefault(node) switch
    {
        null or { View: null } => $"the statistics of {node} were not seen",
        // The latest time at which it can have started: of its uptime only the whole seconds are known.
        { View: { UptimeSeconds: { } uptime } view, Line: var line } => line.TimeNs - (uptime * 1_000_000_000) > _loadStartNs
            ? $"{node} may have started again during the run" : judge(view),
        _ => $"{node} does not say since when it runs",
    };
}
