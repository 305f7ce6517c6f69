using System.Text.Json;
using ChaosService.Tests.Engine.Fakes;

namespace ChaosService.Tests.Telemetry.Metrics.Real;

/// <summary>A Prometheus with the shipped rules that scrapes one service every second.</summary>
internal sealed class RealPrometheus(RealProgram program) : IAsyncDisposable
{
    public const string Program = "/usr/bin/prometheus";
    public const string Missing = "prometheus is not installed: apt-get install prometheus";

    private readonly DateTimeOffset _started = TimeProvider.System.GetUtcNow();

    /// <param name="root">Of the repository.</param>
    /// <param name="alertmanager">Host and port; null: alerts go nowhere.</param>
    public static async Task<RealPrometheus> StartAsync(string root, Uri service, string? alertmanager = null)
    {
        var alerting =
            alertmanager is null ? "" : $$"""alerting: { alertmanagers: [{ static_configs: [{ targets: ["{{alertmanager}}"] }] }] }""";
        var configuration = $$"""
            global: { scrape_interval: 1s, evaluation_interval: 1s }
            rule_files: ["{{root}}/compose/observability/prometheus/rules/*.yml"]
            {{alerting}}
            scrape_configs:
              - job_name: chaosservice
                static_configs: [{ targets: ["{{service.Authority}}"] }]
            """;
        return new RealPrometheus(await RealProgram.StartAsync(
            Program, new Dictionary<string, string> { ["prometheus.yml"] = configuration },
            address => [
                "--config.file=prometheus.yml", "--storage.tsdb.path=data", $"--web.listen-address={address}", "--log.level=error",
            ], "/-/ready"));
    }

    /// <summary>Asks until every query has returned a number, and names those that did not in time.</summary>
    public async Task<IReadOnlyList<string>> WithoutDataAsync(
        IEnumerable<(string Place, string Expr)> queries, Func<Task>? meanwhile = null, TimeSpan? limit = null)
    {
        var open = queries.ToList();
        for (var began = TimeProvider.System.GetTimestamp(); open.Count > 0
            && TimeProvider.System.GetElapsedTime(began) < (limit ?? Wait.Limit);)
        {
            if (meanwhile is not null) await meanwhile();
            List<(string, string)> still = [];
            foreach (var query in open)
                if (!await HasDataAsync(query.Expr)) still.Add(query);
            open = still;
        }
        return [.. open.Select(q => $"{q.Place}: {q.Expr}")];
    }

    /// <summary>Rules that cannot be evaluated.</summary>
    public async Task<IReadOnlyList<string>> BrokenRulesAsync()
    {
        using var answer = JsonDocument.Parse(await program.Http.GetStringAsync("/api/v1/rules"));
        return [.. answer.RootElement.GetProperty("data").GetProperty("groups").EnumerateArray()
            .SelectMany(g => g.GetProperty("rules").EnumerateArray())
            .Where(r => r.GetProperty("health").GetString() == "err")
            .Select(r => $"{r.GetProperty("name")}: {r.GetProperty("lastError")}")];
    }

    public ValueTask DisposeAsync() => program.DisposeAsync();

    /// <summary>Over the whole time that it ran. A query that it does not understand fails the test.</summary>
    private async Task<bool> HasDataAsync(string expr)
    {
        var now = TimeProvider.System.GetUtcNow();
        using var form = new FormUrlEncodedContent(
            new Dictionary<string, string> { ["query"] = expr, ["start"] = Seconds(_started), ["end"] = Seconds(now), ["step"] = "1" });
        using var answer = await program.Http.PostAsync("/api/v1/query_range", form);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{expr}: {text}");
        using var document = JsonDocument.Parse(text);
        return document.RootElement.GetProperty("data").GetProperty("result").EnumerateArray()
            .Any(s => s.GetProperty("values").EnumerateArray().Any(v => v[1].GetString() != "NaN"));
    }

    private static string Seconds(DateTimeOffset time) => FormattableString.Invariant($"{time.ToUnixTimeMilliseconds() / 1000.0}");
}
