using System.Diagnostics;
using System.Net.ServerSentEvents;
using System.Text.Json;
using ChaosService.Contracts;

namespace ChaosService.Benchmarks.Service;

/// <summary>One reader of a run's events: what it got and when.</summary>
internal sealed class Watcher
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>When each event came, by its id.</summary>
    public Dictionary<long, long> Arrivals { get; } = [];

    /// <summary>Of each progress event: when it came, less the run's own time in it.</summary>
    public List<TimeSpan> Lags { get; } = [];

    public int Gaps { get; private set; }

    public bool SawTheEnd { get; private set; }

    /// <summary>Reads until the service closes the stream.</summary>
    public async Task ReadAsync(HttpClient http, string runId, long clockStart)
    {
        using var response = await http.GetAsync($"/api/v1/runs/{runId}/events", HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        await using var stream = await response.Content.ReadAsStreamAsync();
        await foreach (var e in SseParser.Create(stream).EnumerateAsync())
        {
            var now = Stopwatch.GetTimestamp();
            if (e.EventType == RunEventTypes.Gap) Gaps++;
            else Arrivals[long.Parse(e.EventId!)] = now;
            if (e.EventType == RunEventTypes.End) SawTheEnd = true;
            if (e.EventType == RunEventTypes.Progress)
                Lags.Add(Stopwatch.GetElapsedTime(clockStart, now)
                    - TimeSpan.FromSeconds(JsonSerializer.Deserialize<ProgressData>(e.Data, Json)!.ElapsedSeconds));
        }
    }
}
