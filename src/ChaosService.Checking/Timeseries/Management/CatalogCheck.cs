using ChaosService.Checking.Findings;
using ChaosService.Model.Checks;
using ChaosService.Model.Configuration;
using ChaosService.Model.Histories;
using ChaosService.Model.Timeseries;
using ChaosService.Model.Verdicts;

namespace ChaosService.Checking.Timeseries.Management;

/// <summary>
/// The management API answers like one catalog that executes one call after the other. Nodes are independent, so each is judged separately
/// (a history is linearizable only if each object's is); invalid calls must be refused.
/// </summary>
internal sealed class CatalogCheck : ICheckKind
{
    public string Name => "catalog";

    public string Summary => "the management API answers as one catalog would that takes one call after the other";

    public CheckParameters? Bind(MapReader reader)
    {
        var own = reader.Has("ownStatuses")
            ? reader.Texts("ownStatuses")?.Select(s => s.Text).ToArray()
            : [CatalogParameters.Down, CatalogParameters.Active];
        reader.Done();
        return own is null ? null : new CatalogParameters(own);
    }

    public IStreamingCheck? Stream(CheckParameters parameters) => null;

    public CheckVerdict Check(History history, CheckParameters parameters, CheckBudget budget)
    {
        if (history.Dropped > 0) return CheckVerdict.Unknown(Name, Words.Dropped(history));
        var calls = new CatalogHistory(history);
        var undecided = calls.Answered == 0 ? "no call of the management API was answered" : calls.Doubt;
        List<Finding> findings =
        [
            .. calls.Wrong.Select(w => JudgeWrong(history, w.Position, w.Call)).OfType<Finding>(),
            .. calls.Lists.Select(l => JudgeList(history, l.Position, l.Call)).OfType<Finding>(),
        ];
        foreach (var node in calls.Nodes)
        {
            var search = new NodeSearch(((CatalogParameters)parameters).OwnStatuses);
            if (search.FirstWrong(calls.Of(node), budget.Deadline) is { } wrong) findings.Add(Tell(history, node, wrong));
            if (search.Undecided is { } why) undecided ??= $"node {node} could not be decided: {why}";
        }
        return new CheckVerdict
        {
            Check = Name,
            Outcome = FindingList.Judge(findings.Count, undecided),
            Summary = findings.Count > 0
                ? $"{Words.Many(findings.Count, "answer")} that no catalog gives: {findings[0].Explanation}"
                : undecided ?? $"{Words.Many(calls.Answered, "answer")} fit one order of the calls on "
                    + Words.Many(calls.Nodes.Count(), "node"),
            Findings = FindingList.Limited(findings),
            Figures = new Dictionary<string, double>
            {
                ["answered_count"] = calls.Answered, ["unknown_count"] = calls.Unknown, ["wrong_call_count"] = calls.Wrong.Count,
                ["node_count"] = calls.Nodes.Count(), ["violation_count"] = findings.Count,
            },
        };
    }

    private static Finding? JudgeWrong(History history, int position, CatalogCall call)
    {
        int[] right = call.Wrong switch
        {
            CatalogCall.WrongAddress or CatalogCall.WrongStatus or CatalogCall.WrongPartitions => [400],
            CatalogCall.WrongNode => call.Node is { } node && node.All(char.IsAsciiDigit) ? [404] : [400],
            _ => [400, 404],
        };
        return call.Code is { } code && !right.Contains(code)
            ? Find(
                history, position, code < 400 ? "accepted" : "wrong-status",
                $"{call.Call} with a wrong {call.Wrong} was answered {code}, and must be {string.Join(" or ", right)}")
            : null;
    }

    private static Finding? JudgeList(History history, int position, CatalogCall call) =>
        call.Nodes!.GroupBy(n => n.Node).FirstOrDefault(g => g.Count() > 1) is { } twice
            ? Find(history, position, "duplicated", $"the list has the node {twice.Key} {twice.Count()} times")
            : null;

    private static Finding Tell(History history, string node, NodeOp op) => Find(
        history, op.Position, "non-linearizable",
        op.Call == CatalogCall.List
            ? $"the list {(op.Seen is { } status ? $"shows node {node} as {status}" : $"lacks node {node}")}, which no order of the calls "
                + "explains"
            : $"{op.Call} of node {node} was answered {op.Code}, which no order of the calls explains");

    private static Finding Find(History history, int position, string anomaly, string sentence)
    {
        var op = history.Ops.Span[position];
        return new Finding
        {
            Anomaly = anomaly,
            Explanation = $"process {op.Process} at {Words.During(op)}{(op.Node is { } at ? $" by {at}" : "")}: {sentence}", Ops = [op],
            Faults = history.FaultsDuring(op.InvokedNs, op.CompletedNs),
        };
    }
}
