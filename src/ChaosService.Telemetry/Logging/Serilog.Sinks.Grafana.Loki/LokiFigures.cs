using System.Diagnostics.Metrics;

namespace Serilog.Sinks.Grafana.Loki;

/// <summary>Counts of the lines, by outcome. Thread-safe.</summary>
internal sealed class LokiFigures : IDisposable
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "ChaosService.Logs";

    private readonly Meter _meter;
    private readonly Counter<long> _lines;
    private readonly Counter<long> _retries;
    private long _sent;
    private long _dropped;
    private long _droppedBytes;
    private long _attemptsFailed;

    public LokiFigures(LokiQueue queue)
    {
        // Scoped to one service, like everything that /metrics shows.
        _meter = new Meter(new MeterOptions(MeterName) { Scope = this });
        _lines = _meter.CreateCounter<long>(
            "chaosservice.loki.lines", "{line}", "Log lines for Loki, by what became of them: sent, full, refused, stopped.");
        _retries = _meter.CreateCounter<long>("chaosservice.loki.retries", "{attempt}", "Pushes to Loki that failed and are tried again.");
        _meter.CreateObservableGauge(
            "chaosservice.loki.queue.lines", () => queue.HeldLines, "{line}", "Log lines that wait for Loki or are on their way.");
        _meter.CreateObservableGauge(
            "chaosservice.loki.queue.size", () => queue.HeldBytes, "By", "Memory of the log lines that wait for Loki or are on their way.");
    }

    public long Sent => Interlocked.Read(ref _sent);

    public long Dropped => Interlocked.Read(ref _dropped);

    public long DroppedBytes => Interlocked.Read(ref _droppedBytes);

    public long AttemptsFailed => Interlocked.Read(ref _attemptsFailed);

    public void AddSent(int lines)
    {
        Interlocked.Add(ref _sent, lines);
        _lines.Add(lines, new KeyValuePair<string, object?>("outcome", "sent"));
    }

    public void AddDropped(LokiDrop why, int lines, long bytes)
    {
        Interlocked.Add(ref _dropped, lines);
        Interlocked.Add(ref _droppedBytes, bytes);
        _lines.Add(lines, new KeyValuePair<string, object?>(
            "outcome", why switch { LokiDrop.Full => "full", LokiDrop.Refused => "refused", _ => "stopped" }));
    }

    public void AddFailedAttempt()
    {
        Interlocked.Increment(ref _attemptsFailed);
        _retries.Add(1);
    }

    public void Dispose() => _meter.Dispose();
}

/// <summary>Why a line is lost.</summary>
internal enum LokiDrop
{
    /// <summary>The queue had no room.</summary>
    Full,

    /// <summary>Loki refused the line for good.</summary>
    Refused,

    /// <summary>The service stopped before Loki accepted it.</summary>
    Stopped,
}
