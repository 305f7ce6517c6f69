using System.Text;
using ChaosService.Host.Metrics.Keeping;

namespace ChaosService.Host.Metrics.Exposition;

/// <summary>What stands before a metric's samples. OpenMetrics names a counter without <c>_total</c>, says its unit, and escapes quotes in the help text.</summary>
internal sealed class FamilyHead(MetricName name, string help)
{
    private readonly byte[] _text = Encoding.UTF8.GetBytes($"# HELP {name.Sample} {Escape(help)}\n# TYPE {name.Sample} {Word(name.Type)}\n");

    private readonly byte[] _openMetrics = Encoding.UTF8.GetBytes(
        $"# HELP {name.Family} {Escape(help).Replace("\"", "\\\"")}\n# TYPE {name.Family} {Word(name.Type)}\n{(name.Unit is null ? "" : $"# UNIT {name.Family} {name.Unit}\n")}");

    public void Write(in LineWriter writer, ExpositionFormat format) => writer.Bytes(format == ExpositionFormat.OpenMetrics ? _openMetrics : _text);

    private static string Word(MetricType type) => type switch { MetricType.Counter => "counter", MetricType.Gauge => "gauge", _ => "histogram" };

    private static string Escape(string text) => text.Replace("\\", "\\\\").Replace("\n", "\\n");
}
