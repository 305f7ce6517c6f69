using System.Diagnostics.Metrics;

namespace ChaosService.Telemetry.Metrics.Registry;

/// <summary>The type of a metric for its readers.</summary>
internal enum MetricType
{
    /// <summary>Only grows; its samples end with <c>_total</c>.</summary>
    Counter,
    Gauge,
    Histogram,
}

/// <summary>
/// The Prometheus name of an instrument: dots become underscores and the unit becomes the last word, so that
/// <c>chaosservice.op.duration</c> in <c>s</c> is <c>chaosservice_op_duration_seconds</c>. Units in braces are for people and are left out.
/// </summary>
/// <param name="Family">Without <c>_total</c>.</param>
internal sealed record MetricName(string Family, MetricType Type)
{
    /// <summary>The prefix of its samples.</summary>
    public string Sample => Type == MetricType.Counter ? $"{Family}_total" : Family;

    public static MetricName Of(Instrument instrument)
    {
        var unit = instrument.Unit switch { "s" => "_seconds", "By" => "_bytes", "1" => "_ratio", _ => "" };
        var name = instrument.Name.Replace('.', '_');
        return new MetricName(name.EndsWith(unit, StringComparison.Ordinal) ? name : name + unit, TypeOf(instrument));
    }

    private static MetricType TypeOf(Instrument instrument)
    {
        if (BuiltInMeters.IsGauge(instrument.Name)) return MetricType.Gauge;
        var kind = instrument.GetType().GetGenericTypeDefinition();
        if (kind == typeof(Counter<>) || kind == typeof(ObservableCounter<>)) return MetricType.Counter;
        return kind == typeof(Histogram<>) ? MetricType.Histogram : MetricType.Gauge;
    }
}
