using ChaosService.Model.Histories;
using ChaosService.Model.Timeseries;

namespace ChaosService.Tests.Checking.Timeseries;

/// <summary>Ops on points in histories by hand. Times are in ms.</summary>
internal static class PointScripts
{
    /// <summary>Ten keys, times on four days, no bad lines.</summary>
    public static readonly PointShape Shape = new(10, false, PointTimes.Varied, 4, 0);

    public static Script WritePoints(
        this Script script, long first, int count, long from, long until, OpType outcome = OpType.Ok, long[]? refused = null,
        string? error = null, string table = "t0") =>
        script.Add(
            Functions.WritePoints, new PointBatch(Shape, first, count, Refused: refused, Error: error).ToValue(), from, until, outcome,
            table,
            outcome == OpType.Ok ? null : "http 503: nothing is stored");

    /// <summary>A read through one node; ranges as <c>[first,last,…]</c>.</summary>
    public static Script ReadPoints(this Script script, long from, long until, params long[] found) =>
        script.ReadNodes(from, until, new NodePoints("n1", found, [], [], 0));

    public static Script ReadNodes(this Script script, long from, long until, params NodePoints[] nodes) =>
        script.Add(Functions.ReadPoints, new PointReads(Shape, nodes).ToValue(), from, until, OpType.Ok, "t0");

    public static Script Ask(this Script script, PointQuery query, long from, long until) =>
        script.Add(Functions.Query, query.ToValue(), from, until, OpType.Ok, "t0");

    public static Script Call(this Script script, CatalogCall call, long from, long until, OpType outcome = OpType.Ok) =>
        script.Add(Functions.Manage, call.ToValue(), from, until, outcome, "catalog");

    /// <summary>The answer to a query that a database with just these points gives.</summary>
    public static PointQuery Answered(this PointQuery query, params IEnumerable<long> numbers)
    {
        List<SeriesPoint> points = [.. numbers.Select(query.Shape.At).Where(p => query.Matches(p))];
        if (!query.Aggregates) return query with { Numbers = [.. points.Select(p => p.Number)] };
        var groups = points.GroupBy(p => query.GroupOf(p)).Select(g => Of(g.Key, [.. g])).ToList();
        return query with { Groups = groups.Count == 0 && query.GroupBy is null ? [Of(null, [])] : groups };
    }

    public static IEnumerable<long> Numbers(long first, int count) => Enumerable.Range(0, count).Select(i => first + i);

    private static PointGroup Of(string? group, SeriesPoint[] points) => points.Length == 0
        ? new(group, 0, null, null, null, null)
        : new(
            group, points.Length, points.Sum(p => p.Number), points.Min(p => p.Load), points.Max(p => p.Load), points.Average(p => p.Load));
}
