using System.Collections;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace ChaosService.Host.Grpc.Protocol;

/// <summary>What goes with a call besides its messages: headers of the request, headers and trailers of the response. A name that ends with <c>-bin</c> has bytes.</summary>
internal sealed class Metadata : IEnumerable<Metadata.Entry>
{
    private const string BinarySuffix = "-bin";

    private readonly List<Entry> _entries = [];

    public int Count => _entries.Count;

    /// <summary>Without those of HTTP and of gRPC itself. A binary value that is no base64 is left out: it is the caller's own trouble, and nobody reads it.</summary>
    public static Metadata Of(IHeaderDictionary headers)
    {
        var metadata = new Metadata();
        foreach (var (name, values) in headers)
        {
            var key = name.ToLowerInvariant();
            if (key.StartsWith(':') || key.StartsWith("grpc-", StringComparison.Ordinal) || key is "content-type" or "te" or "host") continue;
            foreach (var value in values) metadata.AddReceived(key, value ?? "");
        }
        return metadata;
    }

    public void Add(string key, string value) => _entries.Add(new Entry(key, value, null));

    public void Add(string key, byte[] value) => _entries.Add(new Entry(key, "", value));

    public void Add(Entry entry) => _entries.Add(entry);

    /// <summary>The last one's; null when there is none.</summary>
    public string? GetValue(string key) => _entries.FindLast(e => e.Key == key)?.Value;

    public byte[]? GetValueBytes(string key) => _entries.FindLast(e => e.Key == key)?.ValueBytes;

    public void CopyTo(IHeaderDictionary headers)
    {
        foreach (var entry in _entries) headers[entry.Key] = StringValues.Concat(headers[entry.Key], entry.OnTheWire);
    }

    public IEnumerator<Entry> GetEnumerator() => _entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private void AddReceived(string key, string value)
    {
        if (!key.EndsWith(BinarySuffix, StringComparison.Ordinal))
        {
            Add(key, value);
            return;
        }
        // One line may carry several, and the padding may be left off.
        foreach (var text in value.Split(',', StringSplitOptions.TrimEntries))
        {
            var padded = text.PadRight((text.Length + 3) / 4 * 4, '=');
            var bytes = new byte[padded.Length / 4 * 3];
            if (Convert.TryFromBase64String(padded, bytes, out var count)) Add(key, bytes[..count]);
        }
    }

    /// <param name="Key">In lower case.</param>
    /// <param name="ValueBytes">Null: it has text.</param>
    internal sealed record Entry(string Key, string Value, byte[]? ValueBytes)
    {
        public bool IsBinary => ValueBytes is not null;

        public string OnTheWire => ValueBytes is { } bytes ? Convert.ToBase64String(bytes).TrimEnd('=') : Value;
    }
}
