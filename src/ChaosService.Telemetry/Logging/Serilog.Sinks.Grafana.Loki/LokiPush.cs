using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Serilog.Sinks.Grafana.Loki;

/// <summary>
/// Lines as the body of a push: <c>{"streams":[{"stream":{labels},"values":[["ns","line",{structured metadata}]]}]}</c>, gzipped. Not
/// thread-safe: its buffers are reused.
/// </summary>
internal sealed class LokiPush : IDisposable
{
    // Metadata are written one after another, so a repeated name would be in the JSON twice.
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly LokiOrder _order = new();
    private readonly ArrayBufferWriter<byte> _json = new();
    private readonly MemoryStream _body = new();

    /// <summary>Valid until the next call. A retry sends the same bytes: Loki recognizes lines that it already has.</summary>
    public ReadOnlyMemory<byte> Write(IReadOnlyList<LokiLine> lines)
    {
        _json.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(_json, Json)) WriteStreams(json, lines);
        _body.SetLength(0);
        using (var gzip = new GZipStream(_body, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(_json.WrittenSpan);
        return _body.GetBuffer().AsMemory(0, (int)_body.Length);
    }

    public void Dispose() => _body.Dispose();

    private void WriteStreams(Utf8JsonWriter json, IReadOnlyList<LokiLine> lines)
    {
        json.WriteStartObject();
        json.WriteStartArray("streams"u8);
        foreach (var stream in lines.GroupBy(l => l.Stream))
        {
            json.WriteStartObject();
            json.WritePropertyName("stream"u8);
            json.WriteRawValue(stream.Key.Labels, skipInputValidation: true);
            json.WriteStartArray("values"u8);
            foreach (var line in stream) WriteValue(json, line);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteValue(Utf8JsonWriter json, LokiLine line)
    {
        Span<char> digits = stackalloc char[20];
        _order.Next(line.Stream, line.TimeNs).TryFormat(digits, out var length, provider: CultureInfo.InvariantCulture);
        json.WriteStartArray();
        json.WriteStringValue(digits[..length]);
        json.WriteStringValue(line.Text);
        if (line.Metadata.Count > 0)
        {
            json.WriteStartObject();
            foreach (var (name, value) in line.Metadata) json.WriteString(name, value);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
