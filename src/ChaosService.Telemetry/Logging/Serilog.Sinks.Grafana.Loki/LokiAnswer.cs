namespace Serilog.Sinks.Grafana.Loki;

/// <summary>What Loki said to a push.</summary>
/// <param name="Reason">The beginning of its words; empty when it took the push.</param>
/// <param name="RetryAfter">When it wants to be asked again; null when it says nothing.</param>
internal sealed record LokiAnswer(int Status, string Reason, TimeSpan? RetryAfter)
{
    public bool Taken => Status is >= 200 and < 300;

    /// <summary>The same push may be taken later. Anything else never will be.</summary>
    public bool Passing => Status is 429 or >= 500;

    public override string ToString() => Reason.Length == 0 ? $"{Status}" : $"{Status} {Reason}";
}
