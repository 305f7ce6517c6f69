using ChaosService.Checking.Findings;
using ChaosService.Checking.Timeseries.Points;
using ChaosService.Model.Checks;
using ChaosService.Model.Configuration;
using ChaosService.Model.Histories;
using ChaosService.Model.Verdicts;

namespace ChaosService.Checking.Timeseries.Golden;

/// <summary>
/// Compares each query's answer with that of a single table kept by the checker: writes acknowledged before the query must be in it, writes
/// that were in progress or have an unknown outcome may be, and nothing else. The database promises linearizable reads.
/// </summary>
internal sealed class QueryGoldenCheck : ICheckKind
{
    public string Name => "query-golden";

    public string Summary => "each query's answer follows from the points that were acknowledged before it";

    public CheckParameters? Bind(MapReader reader)
    {
        reader.Done();
        return new QueryGoldenParameters();
    }

    public IStreamingCheck? Stream(CheckParameters parameters) => null;

    public CheckVerdict Check(History history, CheckParameters parameters, CheckBudget budget)
    {
        if (history.Dropped > 0) return CheckVerdict.Unknown(Name, Words.Dropped(history));
        var tables = PointHistory.Of(history);
        List<QueryJudge> judges = [.. tables.Where(t => t.Doubt is null).Select(t => JudgeTable(history, t, budget.Deadline))];
        var wrong = judges.SelectMany(j => j.Findings).Select(f => f.Ops[0].Index).Distinct().Count();
        var (exact, bounded) = (judges.Sum(j => j.Exact), judges.Sum(j => j.Bounded));
        List<Finding> findings = [.. judges.SelectMany(j => j.Findings).OrderBy(f => f.Ops[0].InvokedNs)];
        var undecided = tables.FirstOrDefault(t => t.Doubt is not null) is { } doubtful
            ? $"{doubtful.Name} could not be decided: {doubtful.Doubt}"
            : exact + bounded == 0 ? "no query was answered, so nothing can be said"
            : null;
        return new CheckVerdict
        {
            Check = Name,
            Outcome = FindingList.Judge(findings.Count, undecided),
            Summary = findings.Count > 0
                ? $"{Words.Many(wrong, "wrong answer")} to {exact + bounded:#,0} queries: "
                    + findings[0].Explanation
                : undecided ?? $"{Words.Many(exact + bounded, "answer")} as they must be: {exact:#,0} to the point, {bounded:#,0} within "
                    + "the bounds that writes under way leave",
            Findings = FindingList.Limited(findings),
            Figures = new Dictionary<string, double>
            {
                ["exact_count"] = exact, ["bounded_count"] = bounded, ["wrong_count"] = wrong,
            },
        };
    }

    private static QueryJudge JudgeTable(History history, PointTable table, CancellationToken deadline)
    {
        var judge = new QueryJudge(history, table.Name);
        var atTime = new TableAtTime(table);
        foreach (var (position, query) in table.Queries.OrderBy(q => history.Ops.Span[q.Position].InvokedNs))
        {
            deadline.ThrowIfCancellationRequested();
            judge.Judge(position, query, atTime);
        }
        return judge;
    }
}
