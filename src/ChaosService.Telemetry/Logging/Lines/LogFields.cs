using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using ChaosService.Engine.Tokens;
using Serilog.Events;

namespace ChaosService.Telemetry.Logging.Lines;

/// <summary>
/// The fields of a log event besides its message, under the names that every sink uses: <c>run</c>, <c>experiment</c>, <c>fault</c>,
/// <c>trace_id</c>, <c>span_id</c>, <c>source</c>, <c>event_id</c>, and the message's own properties in snake_case. Tokens are hidden.
/// </summary>
internal static class LogFields
{
    public const string Run = "run";
    public const string Experiment = "experiment";
    public const string Fault = "fault";
    public const string TraceId = "trace_id";
    public const string SpanId = "span_id";
    public const string Source = "source";
    private const string EventId = "event_id";

    private const int FieldsMax = 32;
    private const int ValueCharsMax = 1024;

    /// <summary>
    /// Names come from message templates, so there are few; further names that are made up at run time are converted every time.
    /// </summary>
    private const int NamesMax = 1024;

    private static readonly ConcurrentDictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["RunId"] = Run,
        ["Experiment"] = Experiment,
        ["FaultId"] = Fault,
        ["SourceContext"] = Source,
        ["EventId"] = EventId,
    };

    public static IReadOnlyList<KeyValuePair<string, string>> Of(LogEvent logEvent)
    {
        var fields = new List<KeyValuePair<string, string>>(logEvent.Properties.Count + 2);
        if (logEvent.TraceId is { } trace) fields.Add(new(TraceId, trace.ToHexString()));
        if (logEvent.SpanId is { } span) fields.Add(new(SpanId, span.ToHexString()));
        foreach (var (name, property) in logEvent.Properties)
            if (fields.Count < FieldsMax && Value(name, property) is { Length: > 0 } value) fields.Add(new(Name(name), value));
        return fields;
    }

    /// <summary>The field name for a property.</summary>
    public static string Name(string property)
    {
        if (Names.TryGetValue(property, out var known)) return known;
        var name = SnakeCase(property);
        if (Names.Count < NamesMax) Names.TryAdd(property, name);
        return name;
    }

    /// <summary>Null when it is not a single value.</summary>
    public static string? Value(string property, LogEventPropertyValue value)
    {
        var text = value switch
        {
            ScalarValue { Value: string s } => s,
            ScalarValue { Value: { } scalar } => Convert.ToString(scalar, CultureInfo.InvariantCulture),
            StructureValue structure when property == "EventId" =>
                structure.Properties.FirstOrDefault(p => p.Name == "Id")?.Value.ToString(),
            _ => null,
        };
        return text is null ? null : TokenText.HideIn(text.Length > ValueCharsMax ? text[..ValueCharsMax] : text);
    }

    /// <summary>ns since 1970, UTC.</summary>
    public static long TimeNs(LogEvent logEvent) =>
        (logEvent.Timestamp.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) * TimeSpan.NanosecondsPerTick;

    private static string SnakeCase(string property)
    {
        var name = new StringBuilder(property.Length + 4);
        foreach (var c in property)
        {
            if (char.IsAsciiLetterUpper(c) && name.Length > 0 && name[^1] != '_') name.Append('_');
            name.Append(char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : '_');
        }
        return name.Length == 0 || char.IsAsciiDigit(name[0]) ? $"_{name}" : name.ToString();
    }
}
