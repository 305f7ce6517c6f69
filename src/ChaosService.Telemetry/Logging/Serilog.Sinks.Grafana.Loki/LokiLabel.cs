namespace Serilog.Sinks.Grafana.Loki;

/// <summary>A label of every stream that is pushed. Few and with few values: each combination is a stream of its own in Loki.</summary>
internal sealed record LokiLabel
{
    /// <summary>Letters, digits and <c>_</c>, not beginning with a digit.</summary>
    public required string Key { get; init; }

    public required string Value { get; init; }
}
