using ChaosService.Checking.Findings;
using ChaosService.Model.Checks;
using ChaosService.Model.Configuration;
using ChaosService.Model.Histories;
using ChaosService.Model.Verdicts;

namespace ChaosService.Checking.Actions;

/// <summary>Checks that each action of the operator was answered as the experiment expects.</summary>
internal sealed class ActionsCheck : ICheckKind
{
    public string Name => "actions";

    public string Summary => "each action of the operator is answered as hoped for";

    public CheckParameters? Bind(MapReader reader)
    {
        reader.Done();
        return new ActionsParameters();
    }

    public IStreamingCheck? Stream(CheckParameters parameters) => null;

    public CheckVerdict Check(History history, CheckParameters parameters, CheckBudget budget)
    {
        if (history.Actions.Count == 0) return CheckVerdict.Unknown(Name, "no action was carried out");
        Call[] calls = [.. history.Actions.GroupBy(e => (e.ActionId, e.Call)).Select(g => new Call(g.Last(), g.First().TimeNs))];
        Finding[] findings = [.. calls.Where(c => c.Last.Type == OpType.Fail).Select(c => Unexpected(history, c))];
        var unknown = calls.FirstOrDefault(c => c.Last.Type is OpType.Info or OpType.Invoke);
        return new CheckVerdict
        {
            Check = Name,
            Outcome = findings.Length > 0 ? Outcome.Invalid : unknown is not null ? Outcome.Unknown : Outcome.Valid,
            Summary = findings.Length > 0
                ? string.Join("; ", findings.Take(3).Select(f => f.Explanation))
                : unknown is not null
                    ? $"nobody knows what came of {unknown.Last.Name} at {Words.At(unknown.BeganNs)}: {Why(unknown.Last)}"
                    : $"{Words.Many(calls.Length, "call")} answered as hoped for",
            Findings = findings,
            Figures = new Dictionary<string, double>
            {
                ["call_count"] = calls.Length,
                ["attempt_count"] = history.Actions.Count(e => e.Type == OpType.Invoke),
                ["unexpected_count"] = findings.Length,
                ["unknown_count"] = calls.Count(c => c.Last.Type is OpType.Info or OpType.Invoke),
            },
            Rows = [.. calls.GroupBy(c => c.Last.Name).Select(Row)],
        };
    }

    private static Finding Unexpected(History history, Call call) => new()
    {
        Anomaly = "unexpected-answer",
        Explanation = $"{call.Last.Name} at {Words.At(call.BeganNs)}{Again(call.Last)}: {call.Last.Detail}",
        Faults = history.FaultsDuring(call.BeganNs, call.Last.TimeNs),
    };

    private static string Again(ActionEvent e) => e.Call > 1 ? $", called for the {e.Call}. time" : "";

    private static string Why(ActionEvent e) => e.Type == OpType.Invoke ? "the history ends before its answer" : e.Detail;

    private static FigureRow Row(IGrouping<string, Call> calls) => new(calls.Key, new Dictionary<string, double>
    {
        ["call_count"] = calls.Count(),
        ["unexpected_count"] = calls.Count(c => c.Last.Type == OpType.Fail),
        ["slowest_ms"] = calls.Max(c => c.Last.TimeNs - c.BeganNs) / 1e6,
    });

    /// <param name="Last">The last attempt: earlier ones have an unknown outcome, or not yet the expected one.</param>
    private sealed record Call(ActionEvent Last, long BeganNs);
}
