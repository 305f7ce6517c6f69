namespace Serilog.Sinks.Grafana.Loki;

/// <summary>Limits of a batch, of the waiting times, and of the queue for a Loki that does not accept lines.</summary>
internal sealed record LokiLimits
{
    /// <summary>Lines per push.</summary>
    public int BatchLines { get; init; } = 1000;

    /// <summary>Memory of a push's lines, which is about twice the size of their JSON.</summary>
    public long BatchBytes { get; init; } = 2 << 20;

    /// <summary>The longest time that a line waits for others.</summary>
    public TimeSpan Period { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Lines that wait or are being sent. Further lines are dropped and counted.</summary>
    public int QueueLines { get; init; } = 100_000;

    /// <summary>Memory of those lines.</summary>
    public long QueueBytes { get; init; } = 16 << 20;

    /// <summary>The limit of one attempt, from connecting to the answer.</summary>
    public TimeSpan Attempt { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a stop waits for the remaining lines.</summary>
    public TimeSpan Flush { get; init; } = TimeSpan.FromSeconds(5);
}
