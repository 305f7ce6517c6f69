using System.Globalization;
using System.Text;

namespace ChaosService.Host.Metrics.Keeping;

/// <summary>Labels as they stand in a sample.</summary>
internal static class Labels
{
    /// <summary>Of the one series that takes what is over the limit.</summary>
    public const string Overflow = "overflow=\"true\"";

    /// <summary>By name, so that the order in which tags come makes no second series: <c>experiment="mixed",outcome="ok"</c>.</summary>
    public static string Of(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var sorted = tags.ToArray();
        Array.Sort(sorted, (a, b) => string.CompareOrdinal(a.Key, b.Key));
        return string.Join(',', sorted.Select(t => $"{t.Key.Replace('.', '_')}=\"{Escape(Convert.ToString(t.Value, CultureInfo.InvariantCulture) ?? "")}\""));
    }

    /// <summary><c>name{labels} </c>, ready for its number.</summary>
    public static byte[] Line(string name, params IEnumerable<string> labels)
    {
        var all = string.Join(',', labels.Where(l => l.Length > 0));
        return Encoding.UTF8.GetBytes(all.Length == 0 ? $"{name} " : $"{name}{{{all}}} ");
    }

    /// <summary>With the decimal point that OpenMetrics wants in a bound.</summary>
    public static string Bound(double bound)
    {
        var text = bound.ToString(CultureInfo.InvariantCulture);
        return double.IsPositiveInfinity(bound) ? "le=\"+Inf\"" : $"le=\"{text}{(text.AsSpan().ContainsAny('.', 'E') ? "" : ".0")}\"";
    }

    public static string Escape(string value) =>
        value.AsSpan().ContainsAny('\\', '"', '\n') ? value.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n") : value;
}
