using System.Globalization;
using ChaosService.Model.Timeseries;

namespace ChaosService.Workloads.Timeseries.Points;

/// <summary>Queries for points as SQL.</summary>
internal static class PointSql
{
    /// <param name="table">Quoted.</param>
    public static string All(PointShape shape, string table) =>
        $"SELECT n, load, key, region, time{(shape.Times == PointTimes.Same ? ", id" : "")} FROM {table}";

    /// <param name="table">Quoted.</param>
    public static string Of(PointQuery query, string table)
    {
        var group = query.GroupBy is { } by ? $"{by}, " : "";
        var select = query.Aggregates
            ? $"SELECT {group}COUNT(*) AS points, SUM(n) AS total, MIN(load) AS lowest, MAX(load) AS highest, AVG(load) AS mean"
            : "SELECT n";
        var grouping = query.GroupBy is { } column ? $" GROUP BY {column}" : "";
        return $"{select} FROM {table}{Where(query)}{grouping}";
    }

    private static string Where(PointQuery query)
    {
        List<string> conditions = [];
        if (query.Key is { } key) conditions.Add(string.Create(CultureInfo.InvariantCulture, $"key = 'k{key}'"));
        if (query.Region is { } region) conditions.Add(string.Create(CultureInfo.InvariantCulture, $"region = 'r{region}'"));
        if (query.FromNs is { } from) conditions.Add($"time >= '{Time(from)}'");
        if (query.UntilNs is { } until) conditions.Add($"time < '{Time(until)}'");
        return conditions.Count == 0 ? "" : $" WHERE {string.Join(" AND ", conditions)}";
    }

    private static string Time(long ns)
    {
        var whole = DateTimeOffset.UnixEpoch.AddTicks(ns / TimeSpan.NanosecondsPerTick / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond);
        return string.Create(
            CultureInfo.InvariantCulture, $"{whole.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss}.{ns % 1_000_000_000:000000000}");
    }
}
