namespace Serilog.Sinks.Grafana.Loki;

/// <summary>A line that waits to be pushed.</summary>
/// <param name="TimeNs">Since 1970, UTC.</param>
/// <param name="Metadata">Structured metadata: names and values that can be searched without being labels.</param>
internal sealed record LokiLine(LokiStream Stream, long TimeNs, string Text, IReadOnlyList<KeyValuePair<string, string>> Metadata)
{
    /// <summary>Loki refuses lines of more than 256 KiB; this many characters are fewer in any encoding.</summary>
    public const int TextCharsMax = 64 * 1024;

    private const int ObjectBytes = 160;
    private const int FieldBytes = 80;

    /// <summary>Its memory. Names and values are counted as if no other line shared them.</summary>
    public long Bytes { get; } = ObjectBytes + 2L * Text.Length + Metadata.Sum(m => FieldBytes + 2L * (m.Key.Length + m.Value.Length));

    public static string Cut(string text) =>
        text.Length <= TextCharsMax ? text : string.Concat(text.AsSpan(0, TextCharsMax - 8), "… (cut)");
}
