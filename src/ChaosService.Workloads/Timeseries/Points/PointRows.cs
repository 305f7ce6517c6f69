using System.Globalization;
using System.Text.Json;
using ChaosService.Model.Timeseries;

namespace ChaosService.Workloads.Timeseries.Points;

/// <summary>Rows of an answer, in <c>format=json</c>.</summary>
internal static class PointRows
{
    /// <summary>What a node holds of a table. Each row is compared with the point for its number.</summary>
    public static NodePoints Read(string node, PointShape shape, JsonElement rows)
    {
        List<long> numbers = [];
        List<string> strange = [];
        var strangeCount = 0L;
        foreach (var row in rows.EnumerateArray())
        {
            if (Number(row) is { } number && Is(row, shape.At(number), shape))
            {
                numbers.Add(number);
                continue;
            }
            if (strange.Count < NodePoints.StrangeMax) strange.Add(row.GetRawText());
            strangeCount++;
        }
        numbers.Sort();
        var (ranges, again) = NumberRanges.Of([.. numbers]);
        return new NodePoints(node, ranges, again, strange, strangeCount);
    }

    /// <summary>The query with its answer.</summary>
    /// <exception cref="FormatException">The rows do not match the query.</exception>
    public static PointQuery Answer(PointQuery query, JsonElement rows) => query.Aggregates
        ? query with { Groups = [.. rows.EnumerateArray().Select(r => Group(r, query.GroupBy))] }
        : query with
        {
            Numbers = [.. rows.EnumerateArray().Select(r => Number(r) ?? throw new FormatException($"no whole n in {r.GetRawText()}"))],
        };

    private static PointGroup Group(JsonElement row, string? by) => new(
        by is null ? null : Text(row, by) ?? throw new FormatException($"no {by} in {row.GetRawText()}"),
        Whole(row, "points") ?? throw new FormatException($"no whole points in {row.GetRawText()}"),
        Whole(row, "total"), Float(row, "lowest"), Float(row, "highest"), Float(row, "mean"));

    private static long? Number(JsonElement row) => Whole(row, "n");

    private static bool Is(JsonElement row, in SeriesPoint point, PointShape shape) =>
        Float(row, "load") == point.Load && Text(row, "key") == $"k{point.Key}" && Text(row, "region") == $"r{point.Region}"
            && TimeNs(row) == point.TimeNs && (shape.Times != PointTimes.Same || Text(row, "id") == $"p{point.Number}")
            && !shape.IsBad(point.Number);

    private static long? Whole(JsonElement row, string name) =>
        Value(row, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number) ? number : null;

    private static double? Float(JsonElement row, string name) =>
        Value(row, name) is { ValueKind: JsonValueKind.Number } value ? value.GetDouble() : null;

    private static string? Text(JsonElement row, string name) =>
        Value(row, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    /// <summary>A time is given as text, or in ns.</summary>
    private static long? TimeNs(JsonElement row)
    {
        if (Whole(row, "time") is { } ns) return ns;
        return Text(row, "time") is { } text && DateTime.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
                ? (time - DateTime.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick
                : null;
    }

    private static JsonElement? Value(JsonElement row, string name) =>
        row.ValueKind == JsonValueKind.Object && row.TryGetProperty(name, out var value) ? value : null;
}
