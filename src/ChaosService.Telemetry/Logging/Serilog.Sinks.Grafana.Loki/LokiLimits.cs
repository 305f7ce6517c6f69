namespace Serilog.Sinks.Grafana.Loki;

/// <summary>How much is sent at once, how long is waited, and how much is kept while Loki does not take it.</summary>
internal sealed record LokiLimits
{
    /// <summary>Lines of a push.</summary>
    public int BatchLines { get; init; } = 1000;

    /// <summary>Memory of a push's lines, which is about twice what goes into its JSON.</summary>
    public long BatchBytes { get; init; } = 2 << 20;

    /// <summary>The longest that a line waits for others.</summary>
    public TimeSpan Period { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Lines that wait or are on their way. A line beyond is dropped and counted.</summary>
    public int QueueLines { get; init; } = 100_000;

    /// <summary>Memory of those lines.</summary>
    public long QueueBytes { get; init; } = 16 << 20;

    /// <summary>Of one attempt, from connecting to the answer.</summary>
    public TimeSpan Attempt { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a stop waits for what is left.</summary>
    public TimeSpan Flush { get; init; } = TimeSpan.FromSeconds(5);
}
