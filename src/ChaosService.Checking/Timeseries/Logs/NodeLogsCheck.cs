using ChaosService.Checking.Findings;
using ChaosService.Checking.Observations;
using ChaosService.Checking.Timeseries.Copies;
using ChaosService.Model.Checks;
using ChaosService.Model.Configuration;
using ChaosService.Model.Histories;
using ChaosService.Model.Timeseries;
using ChaosService.Model.Verdicts;

namespace ChaosService.Checking.Timeseries.Logs;

/// <summary>
/// The nodes' own logs show what happened: each line has the fields that are used to search it, a write that was forwarded can be traced to
/// the node that sent it, and the move of a shard can be followed.
/// </summary>
internal sealed class NodeLogsCheck : ICheckKind
{
    public string Name => "node-logs";

    public string Summary => "the nodes' logs have their fields, and tell of each write that is handed on and of each phase of a move";

    public CheckParameters? Bind(MapReader reader)
    {
        var problems = reader.Problems.Count;
        List<string> events = [];
        foreach (var name in reader.Has("events") ? reader.Texts("events") ?? [] : [])
        {
            if (LogEvents.Required.ContainsKey(name.Text)) events.Add(name.Text);
            else reader.Problems.Add(
                name.Place, "no line of a log is called so", name.Text, $"write some of {string.Join(", ", LogEvents.Required.Keys)}");
        }
        reader.Done();
        return reader.Problems.Count > problems ? null : new NodeLogsParameters(events);
    }

    public IStreamingCheck? Stream(CheckParameters parameters) => null;

    public CheckVerdict Check(History history, CheckParameters parameters, CheckBudget budget)
    {
        var (logs, shards) = (Sights<NodeLogView>.Of(history, NodeLogView.Topic, NodeLogView.From), Topics.Shards(history));
        var lines = LoggedLine.In(logs).Where(l => LogEvents.Required.ContainsKey(l.Event.Name)).ToList();
        var (forwards, moves) = (new LoggedForwards(history, lines), new LoggedMoves(history, lines));
        var undecided = Undecided(history, logs, lines, (NodeLogsParameters)parameters) ?? shards.Doubt;
        // The content of an unreadable log is unknown, but a missing field in a readable line is certain.
        List<Finding> findings =
        [
            .. LoggedFields.Missing(lines), .. undecided is null ? forwards.Unlogged() : [],
            .. undecided is null ? moves.Troubles(shards) : [],
        ];
        return new CheckVerdict
        {
            Check = Name,
            Outcome = FindingList.Judge(findings.Count, undecided),
            Summary = findings.Count > 0 ? findings[0].Explanation
                : undecided ?? $"{Words.Many(lines.Count, "line")} of {Words.Many(logs.Last.Count, "node")} have their fields; "
                    + $"{Words.Many(forwards.Count, "write")} handed on and {Words.Many(moves.Count, "move")} are told",
            Findings = FindingList.Limited(findings),
            Figures = new Dictionary<string, double>
            {
                ["line_count"] = lines.Count, ["forward_count"] = forwards.Count, ["move_count"] = moves.Count,
                ["violation_count"] = findings.Count,
            },
        };
    }

    private static string? Undecided(
        History history, Sights<NodeLogView> logs, List<LoggedLine> lines, NodeLogsParameters parameters) =>
        history.Dropped > 0 ? Words.Dropped(history)
        : logs.Doubt is { } doubt ? doubt
        : logs.All.Count == 0 ? "no node's log was read"
        : logs.Last.FirstOrDefault(s => s.View is null) is { } unread ? $"the log of {unread.Subject} could not be read"
        : logs.Last.FirstOrDefault(s => s.View!.Missed > 0) is { } full
            ? $"{full.Subject} logged {Words.Many(full.View!.Missed, "line")} more than are kept"
        : lines.Count == 0 ? "no node has logged a line that is looked at; with LOG_LEVEL: debug there is one for each write"
        : parameters.Events.FirstOrDefault(e => lines.All(l => l.Event.Name != e)) is { } absent ? $"no node has logged a line of {absent}"
        : null;
}
