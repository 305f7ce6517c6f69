using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace ChaosService.Tests.Telemetry.Logging.Loki;

/// <param name="Stream">Its labels, as they were written.</param>
internal sealed record PushedLine(string Stream, long TimeNs, string Text, IReadOnlyDictionary<string, string> Metadata);

/// <summary>Reads the body of a push as Loki does, and is as strict as the strictest of its versions and settings.</summary>
internal static class PushedLines
{
    private const int LabelsMax = 15;
    private const int LabelBytesMax = 2048;
    private const int LineBytesMax = 256 * 1024;
    private const int MetadataMax = 128;
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, AllowTrailingCommas = false };

    /// <summary>Throws <see cref="InvalidDataException"/> at the first thing that is not as it should be.</summary>
    public static IReadOnlyList<PushedLine> Read(byte[] gzipped, out string json)
    {
        Require(gzipped is [0x1f, 0x8b, 8, ..], "the body is not gzip");
        using var plain = new MemoryStream();
        using (var gzip = new GZipStream(new MemoryStream(gzipped), CompressionMode.Decompress)) gzip.CopyTo(plain);
        json = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(plain.ToArray());
        using var document = JsonDocument.Parse(json, Strict);
        var root = document.RootElement;
        Require(Names(root) is ["streams"], $"the root has {string.Join(",", Names(root))}");
        var seen = new HashSet<string>();
        List<PushedLine> lines = [];
        foreach (var stream in root.GetProperty("streams").EnumerateArray())
        {
            Require(Names(stream) is ["stream", "values"], $"a stream has {string.Join(",", Names(stream))}");
            var labels = Labels(stream.GetProperty("stream"));
            Require(seen.Add(labels), $"the stream {labels} is in one push twice");
            Require(stream.GetProperty("values").GetArrayLength() > 0, "a stream without lines");
            lines.AddRange(stream.GetProperty("values").EnumerateArray().Select(v => Line(labels, v)));
        }
        return lines;
    }

    private static string Labels(JsonElement labels)
    {
        string[] names = Names(labels);
        Require(names.Length is > 0 and <= LabelsMax, $"{names.Length} labels");
        foreach (var label in labels.EnumerateObject())
        {
            Require(label.Name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') && !char.IsAsciiDigit(label.Name[0])
                && !label.Name.StartsWith("__"), $"the label name {label.Name}");
            Require(
                label.Value.GetString() is { Length: > 0 } value && Encoding.UTF8.GetByteCount(value) <= LabelBytesMax,
                $"the value of the label {label.Name}");
        }
        return labels.GetRawText();
    }

    private static PushedLine Line(string stream, JsonElement value)
    {
        Require(value.ValueKind == JsonValueKind.Array && value.GetArrayLength() is 2 or 3, "a value is no pair or triple");
        var digits = value[0].GetString()!;
        Require(digits.Length == 19 && digits.All(char.IsAsciiDigit), $"the time {digits} is not in ns");
        var text = value[1].GetString()!;
        Require(Encoding.UTF8.GetByteCount(text) <= LineBytesMax, "a line is too long");
        var metadata = new Dictionary<string, string>();
        if (value.GetArrayLength() == 3)
            foreach (var field in value[2].EnumerateObject())
            {
                Require(field.Name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'), $"the metadata name {field.Name}");
                metadata.Add(field.Name, field.Value.GetString() ?? throw new InvalidDataException("metadata must be text"));
            }
        Require(metadata.Count <= MetadataMax, "too much metadata");
        return new PushedLine(stream, long.Parse(digits), text, metadata);
    }

    private static string[] Names(JsonElement element) => [.. element.EnumerateObject().Select(p => p.Name)];

    private static void Require(bool holds, string problem)
    {
        if (!holds) throw new InvalidDataException(problem);
    }
}
