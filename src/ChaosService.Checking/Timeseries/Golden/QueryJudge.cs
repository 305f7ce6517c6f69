using ChaosService.Checking.Findings;
using ChaosService.Model.Histories;
using ChaosService.Model.Timeseries;
using ChaosService.Model.Verdicts;

namespace ChaosService.Checking.Timeseries.Golden;

/// <summary>
/// Compares one answer with the possible ones: from what was acknowledged before it, and what may have been stored by then.
/// </summary>
internal sealed class QueryJudge(History history, string table)
{
    /// <summary>The maximum number of point numbers that a sentence lists.</summary>
    private const int NamedMax = 5;

    /// <summary>Answers for which there was only one right value.</summary>
    public long Exact { get; private set; }

    /// <summary>Answers for which only bounds are known, because writes were in progress or have an unknown outcome.</summary>
    public long Bounded { get; private set; }

    public List<Finding> Findings { get; } = [];

    public void Judge(int position, PointQuery query, TableAtTime table)
    {
        var op = history.Ops.Span[position];
        table.AdvanceTo(op.InvokedNs);
        List<SeriesPoint> possible =
        [
            .. table.Possible(op.CompletedNs).SelectMany(b => b.Numbers().Select(b.Batch.Shape.At)).Where(p => query.Matches(p)),
        ];
        if (possible.Count == 0) Exact++;
        else Bounded++;
        if (query.Groups is { } groups) JudgeGroups(op, query, groups, table.Known.Groups(query), possible);
        else JudgePoints(op, query, query.Numbers!, [.. table.Known.Numbers(query)], possible);
    }

    private void JudgeGroups(
        in Op op, PointQuery query, IReadOnlyList<PointGroup> answered, Dictionary<string, PointStat> known, List<SeriesPoint> possible)
    {
        var possibleBy = possible.ToLookup(p => query.GroupOf(p) ?? "", StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var group in answered)
        {
            var name = group.Group ?? "";
            var bounds = new GroupBounds(known.GetValueOrDefault(name), [.. possibleBy[name]]);
            if (!seen.Add(name)) Find(op, "duplicated", $"with the group {name} twice");
            else if (bounds.IsEmpty && group.Count > 0)
                Find(op, "phantom", $"with {Words.Many(group.Count, "point")}{In(name)}, and none was written");
            else if (bounds.Trouble(group) is var (anomaly, sentence)) Find(op, anomaly, $"wrongly: {sentence}{In(name)}");
        }
        foreach (var (name, stat) in known.Where(k => !seen.Contains(k.Key)))
            Find(op, "missing", $"without the {Words.Many(stat.Count, "acknowledged point")}{In(name)}");
    }

    private void JudgePoints(in Op op, PointQuery query, IReadOnlyList<long> answered, HashSet<long> known, List<SeriesPoint> possible)
    {
        var may = possible.Select(p => p.Number).ToHashSet();
        var seen = new HashSet<long>();
        List<long> twice = [.. answered.Where(n => !seen.Add(n))];
        if (twice.Count > 0) Find(op, "duplicated", $"with {Named(twice)} more than once", twice.Count);
        List<long> foreign = [.. seen.Where(n => !known.Contains(n) && !may.Contains(n))];
        var wrong = foreign.Where(n => !query.Matches(query.Shape.At(n))).ToList();
        if (wrong.Count > 0) Find(op, "wrong-row", $"with {Named(wrong)}, which the conditions leave out", wrong.Count);
        var phantom = foreign.Except(wrong).ToList();
        if (phantom.Count > 0) Find(op, "phantom", $"with {Named(phantom)}, which nobody had written", phantom.Count);
        List<long> missing = [.. known.Where(n => !seen.Contains(n))];
        if (missing.Count > 0) Find(op, "missing", $"without {Named(missing)}, acknowledged before", missing.Count);
    }

    private void Find(in Op op, string anomaly, string sentence, long count = 1) => Findings.Add(new Finding
    {
        Anomaly = anomaly,
        Explanation = $"{op.Node ?? "the database"} answered the query of {table} at {Words.During(op)} {sentence}",
        Ops = [op], Faults = history.FaultsDuring(op.InvokedNs, op.CompletedNs), Count = count,
    });

    private static string In(string group) => group.Length == 0 ? "" : $" in the group {group}";

    private static string Named(List<long> numbers) => numbers.Count == 1
        ? $"the point {numbers[0]}"
        : $"{numbers.Count:#,0} points ({string.Join(", ", numbers.Order().Take(NamedMax))}{(numbers.Count > NamedMax ? ", …" : "")})";
}
