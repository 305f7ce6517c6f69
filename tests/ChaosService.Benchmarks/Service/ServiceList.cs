using System.Diagnostics;
using System.Text.Json;
using ChaosService.Contracts;

namespace ChaosService.Benchmarks.Service;

/// <summary>The list of 10,000 stored runs: each filter, small and large pages, from the first page to the last.</summary>
internal static class ServiceList
{
    private const int Stored = 10_000;
    private const int Rounds = 20;
    private const double GoalMs = 50;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private static readonly (string What, string Query)[] Queries =
    [
        ("first page", ""),
        ("page of 500", "limit=500"),
        ("of one experiment", "experiment=experiment-7"),
        ("invalid ones", "verdict=invalid"),
        ("by state", "state=aborted"),
        ("by a label of half of them", "label=suite=quick"),
        ("by a label that none has", "label=suite=none"),
        ("by a label of the oldest", "label=release=r0"),
        ("of the last day", "since=2026-05-19T00:00:00Z"),
        ("since the first", "since=2026-01-01T00:00:00Z"),
        ("all filters", "experiment=experiment-7&state=finished&verdict=invalid&label=suite=nightly&since=2026-01-01T00:00:00Z"),
        ("nothing found", "experiment=nowhere&verdict=unknown"),
    ];

    public static async Task<int> RunAsync()
    {
        var table = new FigureTable("service-list");
        var state = Directory.CreateTempSubdirectory("chaosservice-bench-");
        try
        {
            StoredRuns.Fill(state.FullName, Stored);
            await using var service = await ServiceProcess.StartAsync(state.FullName);
            foreach (var (_, query) in Queries) await PageAsync(service, query, []);
            var all = new Latencies();
            foreach (var (what, query) in Queries)
            {
                var latencies = new Latencies();
                for (var i = 0; i < Rounds * 5; i++) await PageAsync(service, query, [latencies, all]);
                table.Add($"{what}: p99", GoalMs, "ms", latencies.Quantile(0.99), $" ({latencies})");
            }
            await EveryPageAsync(table, service);
            table.Add("all of the above: p99", GoalMs, "ms", all.Quantile(0.99), $" ({all})");
            table.Note("RSS after that", $"{service.RssMb:0} MB");
        }
        finally
        {
            state.Delete(recursive: true);
        }
        return table.Print();
    }

    private static async Task EveryPageAsync(FigureTable table, ServiceProcess service)
    {
        var (pages, seen) = (new Latencies(), new HashSet<string>());
        for (var round = 0; round < 2; round++)
        {
            for (string? cursor = ""; cursor is not null;)
            {
                var page = await PageAsync(service, "limit=50" + cursor, [pages]);
                seen.UnionWith(page.Runs.Select(r => r.Id));
                cursor = page.Next is { } next ? $"&cursor={next}" : null;
            }
        }
        table.Add("every page of 50, from the first to the last: p99", GoalMs, "ms", pages.Quantile(0.99), $" ({pages})");
        table.Add("runs on those pages", "all of them", seen.Count == Stored, $"{seen.Count:N0}");
    }

    private static async Task<RunListReply> PageAsync(ServiceProcess service, string query, Latencies[] into)
    {
        var started = Stopwatch.GetTimestamp();
        var bytes = await service.Http.GetByteArrayAsync($"/api/v1/runs?{query}");
        var took = Stopwatch.GetElapsedTime(started);
        foreach (var latencies in into) latencies.Add(took);
        return JsonSerializer.Deserialize<RunListReply>(bytes, Json)!;
    }
}
