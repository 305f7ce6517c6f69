using ChaosService.Checking.Findings;
using ChaosService.Checking.Observations;
using ChaosService.Model.Histories;
using ChaosService.Model.KeyValue;

namespace ChaosService.Checking.KeyValue;

/// <summary>What each node counted, as it said at the end.</summary>
internal sealed class SeenStatistics
{
    private const long SecondNs = 1_000_000_000;

    private readonly Dictionary<string, Sight<StatisticsView>> _ends;
    private readonly long _loadStartNs;

    public SeenStatistics(History history)
    {
        var all = Sights<StatisticsView>.Of(history, StatisticsView.Topic, StatisticsView.From);
        _ends = all.Last.ToDictionary(s => s.Subject, StringComparer.Ordinal);
        _loadStartNs = history.TimeOf(RunPhase.LoadStarted) ?? 0;
    }

    /// <summary>
    /// Why the node may have published something twice; null: it had one connection to the broker, all the time. Its start may be a second
    /// earlier than it seems, because only the whole seconds of its uptime are known: many a node is started right before the load.
    /// </summary>
    public string? Reconnected(string node) => Told(node, _loadStartNs + SecondNs, end => end.BrokerConnects switch
    {
        null => $"{node} does not say how often it connected to the broker",
        > 1 and var times => $"{node} connected to the broker {times} times, and may send again what was not acknowledged before",
        _ => null,
    });

    /// <summary>Why a change that the node made at a time may be lost, or not be told yet, and it is no bug; null: for no reason.</summary>
    public string? MayHaveLost(string node, long madeNs) => Told(node, madeNs, end => end switch
    {
        { EventsDropped: null } or { Waiting: null } => $"{node} does not say what its backlog dropped, or what waits in it",
        { EventsDropped: > 0 and var dropped } => $"the full backlog of {node} dropped {Words.Many(dropped, "change")}",
        { Waiting: > 0 and var waiting } => $"{Words.Many(waiting, "change")} of {node} still {(waiting == 1 ? "waits" : "wait")}",
        _ => null,
    });

    /// <param name="sinceNs">Statistics of a node that started later do not cover what is asked.</param>
    /// <param name="judge">What is wrong with the statistics, if anything is.</param>
    private string? Told(string node, long sinceNs, Func<StatisticsView, string?> judge) => _ends.GetValueOrDefault(node) switch
    {
        null or { View: null } => $"the statistics of {node} were not seen",
        { View: { UptimeSeconds: { } uptime } view, Line: var line } => line.TimeNs - (uptime * SecondNs) > sinceNs
            ? $"{node} may have started again since" : judge(view),
        _ => $"{node} does not say since when it runs",
    };
}
