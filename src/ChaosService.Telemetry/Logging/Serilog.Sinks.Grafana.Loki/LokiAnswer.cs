namespace Serilog.Sinks.Grafana.Loki;

/// <summary>Loki's answer to a push.</summary>
/// <param name="Reason">The beginning of its text; empty when it accepted the push.</param>
/// <param name="RetryAfter">When Loki wants the next attempt; null when it does not say.</param>
internal sealed record LokiAnswer(int Status, string Reason, TimeSpan? RetryAfter)
{
    public bool Taken => Status is >= 200 and < 300;

    /// <summary>The same push may be accepted later. Any other failure is final.</summary>
    public bool Passing => Status is 429 or >= 500;

    public override string ToString() => Reason.Length == 0 ? $"{Status}" : $"{Status} {Reason}";
}
