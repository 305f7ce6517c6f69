using System.Text.Json;
using ChaosService.Engine.Reporting.Results;
using ChaosService.Model.Verdicts;

namespace ChaosService.Engine.Reporting.Html;

/// <summary>How values are written for people.</summary>
internal static class Text
{
    /// <summary>A time of the run: <c>12.345 s</c>.</summary>
    public static string Seconds(long? ns) => ns is { } value ? $"{value / 1e9:0.000}" : "–";

    public static string Number(double value) => value switch
    {
        double.NaN => "–",
        _ when double.IsInfinity(value) => value > 0 ? "∞" : "-∞",
        _ when Math.Abs(value) >= 1000 || value == Math.Truncate(value) => $"{value:#,0}",
        _ => $"{value:0.###}",
    };

    /// <summary>A figure by the unit that ends its name: <c>success_ratio 0.9954</c> becomes <c>success ratio 99.54 %</c>.</summary>
    public static (string Name, string Value) Figure(string name, double value)
    {
        var cut = name.LastIndexOf('_');
        var (stem, unit) = cut < 0 ? ("", name) : (name[..cut], name[(cut + 1)..]);
        var words = stem.Replace('_', ' ');
        return unit switch
        {
            _ when stem.Length == 0 || double.IsNaN(value) => (name.Replace('_', ' '), Number(value)),
            "ratio" => (words + " ratio", $"{value * 100:0.###} %"),
            "count" or "ops" => (words, Number(value)),
            "ns" => (words, Number(value / 1e6) + " ms"),
            _ when stem.EndsWith("_per", StringComparison.Ordinal) => (name.Replace('_', ' '), Number(value)),
            "ms" or "s" or "us" => (words, Number(value) + " " + unit),
            "bytes" => (words, Number(value) + " B"),
            _ => (name.Replace('_', ' '), Number(value)),
        };
    }

    /// <summary>A kind's parameters as <c>delay 50ms, jitter 5ms</c>.</summary>
    public static string Parameters(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => string.Join(", ", json.EnumerateObject().Select(p => $"{p.Name} {Inner(p.Value)}")),
        _ => Inner(json),
    };

    public static string Word(Outcome outcome) => outcome switch { Outcome.Valid => "valid", Outcome.Invalid => "invalid", _ => "unknown" };

    /// <summary>In addition to the colour, for people who cannot see it.</summary>
    public static string Sign(Outcome outcome) => outcome switch { Outcome.Valid => "✓", Outcome.Invalid => "✗", _ => "?" };

    public static string Latency(ReportOp op) =>
        op.CompletedNs is { } completed ? Number(Math.Round((completed - op.IntendedNs) / 1e6, 2)) : "–";

    private static string Inner(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "{" + Parameters(value) + "}",
        JsonValueKind.Array => "[" + string.Join(", ", value.EnumerateArray().Select(Inner)) + "]",
        _ => value.ToString(),
    };
}
