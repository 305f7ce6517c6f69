using Microsoft.Net.Http.Headers;

namespace ChaosService.Host.Metrics.Exposition;

/// <summary>How metrics are written.</summary>
internal enum ExpositionFormat
{
    /// <summary>Prometheus' text format 0.0.4.</summary>
    Text,

    /// <summary>OpenMetrics 1.0.</summary>
    OpenMetrics,
}

internal static class ExpositionFormats
{
    private const string OpenMetricsType = "application/openmetrics-text";

    public static string ContentType(this ExpositionFormat format) => format == ExpositionFormat.OpenMetrics
        ? $"{OpenMetricsType}; version=1.0.0; charset=utf-8"
        : "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>What the Accept header likes better; the text format when it says nothing, or likes both alike. OpenMetrics is written only for who names it.</summary>
    public static ExpositionFormat Negotiate(IEnumerable<string?> accept)
    {
        if (!MediaTypeHeaderValue.TryParseList([.. accept.OfType<string>()], out var types)) return ExpositionFormat.Text;
        var open = types.Where(t => t.MediaType.Equals(OpenMetricsType, StringComparison.OrdinalIgnoreCase) && IsOurs(t)).Select(Quality).DefaultIfEmpty(0).Max();
        var text = types.Where(t => t.MediaType.Equals("text/plain", StringComparison.OrdinalIgnoreCase)).Select(Quality).DefaultIfEmpty(0).Max();
        return open > text ? ExpositionFormat.OpenMetrics : ExpositionFormat.Text;
    }

    private static double Quality(MediaTypeHeaderValue type) => type.Quality ?? 1;

    /// <summary>0.0.1 was a draft, and an old Prometheus asks for both; no version means any.</summary>
    private static bool IsOurs(MediaTypeHeaderValue type) =>
        type.Parameters.FirstOrDefault(p => p.Name.Equals("version", StringComparison.OrdinalIgnoreCase))?.Value.Value is not { } version || version.Trim('"').StartsWith("1.", StringComparison.Ordinal);
}
