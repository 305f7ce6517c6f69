using System.Diagnostics.Metrics;
using System.Text.Json;

namespace ChaosService.Telemetry.Metrics.Meters;

/// <summary>How observed values are formatted.</summary>
internal static class Measured
{
    public static Measurement<double> With(this double value, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        var tags = new KeyValuePair<string, object?>[labels.Length];
        for (var i = 0; i < tags.Length; i++) tags[i] = new(labels[i].Name, labels[i].Value);
        return new Measurement<double>(value, tags);
    }

    public static double Flag(bool value) => value ? 1 : 0;

    /// <summary>An enum's name as a label value: <c>bad_input</c>.</summary>
    public static string Word<T>(T value) where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
