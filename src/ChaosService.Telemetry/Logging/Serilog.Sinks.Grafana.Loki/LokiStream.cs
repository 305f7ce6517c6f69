using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Serilog.Sinks.Grafana.Loki;

/// <summary>A set of labels, which is what Loki calls a stream. Equal when its labels are.</summary>
/// <param name="Labels">As JSON, sorted by name.</param>
internal sealed record LokiStream(string Labels)
{
    /// <summary>Loki refuses values of more than 2,048 bytes.</summary>
    private const int ValueCharsMax = 512;

    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>For labels with the same name the last one applies; one without a value is left out, as in Loki.</summary>
    public static LokiStream Of(IEnumerable<LokiLabel> labels)
    {
        var byName = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var label in labels) byName[label.Key] = label.Value.Length > ValueCharsMax ? label.Value[..ValueCharsMax] : label.Value;
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Json))
        {
            json.WriteStartObject();
            foreach (var (name, value) in byName)
                if (value.Length > 0) json.WriteString(name, value);
            json.WriteEndObject();
        }
        return new LokiStream(Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length));
    }
}
