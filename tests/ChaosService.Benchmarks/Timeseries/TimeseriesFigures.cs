using System.Diagnostics;
using System.Net;
using System.Text;
using ChaosService.Benchmarks.Service;

namespace ChaosService.Benchmarks.Timeseries;

/// <summary>
/// The reference cluster, three nodes with three copies of four partitions: points that are acknowledged under load, and queries when there
/// is none.
/// </summary>
internal static class TimeseriesFigures
{
    private const int BatchPoints = 100;
    private const int Hosts = 50;
    private const int WritersAtOnce = 32;
    private const int QueriedPoints = 10_000;
    private const int QueriesEach = 300;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Load = TimeSpan.FromSeconds(10);

    private static readonly string[] Queries =
    [
        "SELECT COUNT(*) AS n FROM few",
        "SELECT host, AVG(usage) AS mean FROM few GROUP BY host",
        "SELECT time, usage FROM few WHERE host = 'h7' AND time < 1000000",
        "SELECT COUNT(*) AS n FROM few WHERE usage > 0.5",
    ];

    public static async Task<int> RunAsync()
    {
        var table = new FigureTable("timeseries");
        await using var cluster = await NodeProcesses.StartAsync();
        table.Note("RSS of a node that was asked nothing", string.Join(", ", cluster.RssMb.Select(m => $"{m:0} MB")));
        await FirstWriteAsync(cluster);
        await WriteAsync(cluster, WarmUp, 0, new());
        var (latencies, cpu, started) = (new Latencies(), cluster.CpuTime, Stopwatch.GetTimestamp());
        var points = await WriteAsync(cluster, Load, 1_000_000_000, latencies);
        var took = Stopwatch.GetElapsedTime(started);
        var rate = points / took.TotalSeconds;
        table.Add(
            $"acknowledged points, batches of {BatchPoints}, {WritersAtOnce} writers", "≥ 20,000 points/s", rate >= 20_000,
            $"{rate:N0} points/s, {latencies}");
        table.Note("CPU of all nodes for a point", $"{(cluster.CpuTime - cpu).TotalMicroseconds / points:0.0} µs");
        for (var batch = 0; batch < QueriedPoints / BatchPoints; batch++)
        {
            if (!await SendAsync(cluster, batch, Batch("few", batch * BatchPoints)))
                throw new InvalidOperationException("a batch of the points to be queried was refused");
        }
        foreach (var sql in Queries)
        {
            var answers = await QueryAsync(cluster, sql, QueriesEach);
            table.Add($"`{sql}`, p99", 50, "ms", answers.Quantile(0.99), $" ({answers})");
        }
        var all = await QueryAsync(cluster, "SELECT COUNT(*) AS n FROM cpu", 10);
        table.Note("`SELECT COUNT(*) AS n FROM cpu`: all that was written", $"{all}");
        table.Note("RSS after that", string.Join(", ", cluster.RssMb.Select(m => $"{m:0} MB")));
        return table.Print();
    }

    /// <summary>Each writer sends its next batch when the last was answered, to one node after the other.</summary>
    private static async Task<long> WriteAsync(NodeProcesses cluster, TimeSpan duration, long from, Latencies latencies)
    {
        var (started, batches, points) = (Stopwatch.GetTimestamp(), 0L, 0L);
        await Task.WhenAll(Enumerable.Range(0, WritersAtOnce).Select(async _ =>
        {
            while (Stopwatch.GetElapsedTime(started) < duration)
            {
                var batch = Interlocked.Increment(ref batches);
                var lines = Batch("cpu", from + (batch * BatchPoints));
                var sent = Stopwatch.GetTimestamp();
                if (!await SendAsync(cluster, batch, lines)) continue;
                latencies.Add(Stopwatch.GetElapsedTime(sent));
                Interlocked.Add(ref points, BatchPoints);
            }
        }));
        return points;
    }

    /// <summary>Makes the tables, and waits until their partitions are led.</summary>
    private static async Task FirstWriteAsync(NodeProcesses cluster)
    {
        foreach (var table in new[] { "cpu", "few" })
        {
            for (var tries = 1; !await SendAsync(cluster, 0, Batch(table, 0)); tries++)
                if (tries == 20) throw new InvalidOperationException($"table {table} takes no points");
        }
    }

    /// <returns>Whether all of it was acknowledged.</returns>
    private static async Task<bool> SendAsync(NodeProcesses cluster, long batch, string lines)
    {
        using var content = new StringContent(lines, Encoding.UTF8);
        using var answer = await cluster.Http.PostAsync(
            $"{cluster.Addresses[(int)(batch % cluster.Addresses.Count)]}/api/v3/write_lp?db=bench&precision=ns", content);
        return answer.StatusCode == HttpStatusCode.NoContent;
    }

    private static string Batch(string table, long from)
    {
        var lines = new StringBuilder();
        for (var i = from; i < from + BatchPoints; i++)
            lines.Append(table).Append(",host=h").Append(i % Hosts).Append(",region=eu usage=0.").Append(i % 1000)
                .Append(",count=").Append(i).Append("i ").Append(i).Append('\n');
        return lines.ToString();
    }

    private static async Task<Latencies> QueryAsync(NodeProcesses cluster, string sql, int count)
    {
        var latencies = new Latencies();
        for (var i = -count / 10; i < count; i++)
        {
            var sent = Stopwatch.GetTimestamp();
            using var answer = await cluster.Http.GetAsync(
                $"{cluster.Addresses[Math.Abs(i) % cluster.Addresses.Count]}/api/v3/query_sql?db=bench&q={Uri.EscapeDataString(sql)}");
            _ = await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync();
            if (i >= 0) latencies.Add(Stopwatch.GetElapsedTime(sent));
        }
        return latencies;
    }
}
