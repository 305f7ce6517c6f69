namespace Serilog.Sinks.Grafana.Loki;

/// <summary>
/// A label of every stream that is pushed. Labels must be few and have few values: Loki makes a stream for each combination.
/// </summary>
internal sealed record LokiLabel
{
    /// <summary>Letters, digits and <c>_</c>, not beginning with a digit.</summary>
    public required string Key { get; init; }

    public required string Value { get; init; }
}
