using ChaosService.Model.Timeseries;

namespace ChaosService.Checking.Timeseries.Golden;

/// <summary>
/// The points of a table that are certainly there, in cells of one key, region and day: a query over whole days does not visit single
/// points.
/// </summary>
internal sealed class KnownPoints
{
    private readonly Dictionary<(int Key, int Region, long Day), Cell> _cells = [];

    public void Add(in SeriesPoint point)
    {
        var name = (point.Key, point.Region, (point.TimeNs - PointShape.BaseNs) / PointShape.ShardNs);
        if (!_cells.TryGetValue(name, out var cell)) _cells[name] = cell = new Cell(point);
        cell.All.Add(point);
        cell.Numbers.Add(point.Number);
    }

    /// <summary>The aggregates of the points that match, by group.</summary>
    public Dictionary<string, PointStat> Groups(PointQuery query)
    {
        var groups = new Dictionary<string, PointStat>(StringComparer.Ordinal);
        foreach (var (name, cell) in Cells(query))
        {
            var isWhole = IsWhole(query, name.Day);
            var stat = isWhole ? cell.All : new PointStat();
            if (!isWhole)
                foreach (var point in Matching(query, cell)) stat.Add(point);
            if (stat.Count == 0) continue;
            var group = query.GroupOf(cell.Sample) ?? "";
            if (!groups.TryGetValue(group, out var sum)) groups[group] = sum = new PointStat();
            sum.Add(stat);
        }
        return groups;
    }

    /// <summary>The numbers of the points that match.</summary>
    public IEnumerable<long> Numbers(PointQuery query) =>
        Cells(query).SelectMany(c => Matching(query, c.Value)).Select(p => p.Number);

    private IEnumerable<KeyValuePair<(int Key, int Region, long Day), Cell>> Cells(PointQuery query) => _cells.Where(c =>
        (query.Key is not { } key || c.Key.Key == key) && (query.Region is not { } region || c.Key.Region == region)
            && (query.FromNs is not { } from || EndOf(c.Key.Day) > from) && (query.UntilNs is not { } until || StartOf(c.Key.Day) < until));

    private static IEnumerable<SeriesPoint> Matching(PointQuery query, Cell cell) =>
        cell.Numbers.Select(query.Shape.At).Where(p => query.Matches(p));

    private static bool IsWhole(PointQuery query, long day) =>
        (query.FromNs is not { } from || from <= StartOf(day)) && (query.UntilNs is not { } until || until >= EndOf(day));

    private static long StartOf(long day) => PointShape.BaseNs + (day * PointShape.ShardNs);

    private static long EndOf(long day) => StartOf(day + 1);

    /// <param name="sample">One of its points: its key and region are those of all its points.</param>
    private sealed class Cell(SeriesPoint sample)
    {
        public SeriesPoint Sample => sample;

        public PointStat All { get; } = new();

        public List<long> Numbers { get; } = [];
    }
}
