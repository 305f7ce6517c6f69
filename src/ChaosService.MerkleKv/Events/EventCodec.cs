using System.Formats.Cbor;
using System.Text;
using System.Text.Json;
using ChaosService.MerkleKv.Ordering;

namespace ChaosService.MerkleKv.Events;

/// <summary>Events as messages. They are written in CBOR and read as CBOR or JSON.</summary>
internal static class EventCodec
{
    /// <summary>A value of a MiB as an array of integers takes about two.</summary>
    public const int MessageBytesMax = 4 << 20;

    public const int ValueBytesMax = 1 << 20;

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    private static readonly Dictionary<string, ChangeKind> Kinds =
        Enum.GetValues<ChangeKind>().ToDictionary(ChangeEvent.NameOf, StringComparer.OrdinalIgnoreCase);

    public static byte[] Encode(ChangeEvent change) => CborEvents.Encode(change);

    /// <exception cref="MalformedEventException">The message is no event.</exception>
    public static ChangeEvent Decode(ReadOnlyMemory<byte> payload)
    {
        if (payload.Length > MessageBytesMax) throw new MalformedEventException($"{payload.Length} bytes, at most {MessageBytesMax}");
        return Checked(Parse(payload));
    }

    /// <summary>What begins with a brace or a blank is no map in CBOR, so at most one of the two forms fits.</summary>
    private static RawEvent Parse(ReadOnlyMemory<byte> payload)
    {
        try
        {
            return CborEvents.Decode(payload);
        }
        catch (Exception noCbor) when (noCbor is CborContentException or InvalidOperationException or OverflowException)
        {
            try
            {
                return JsonEvents.Decode(payload);
            }
            catch (Exception noJson) when (noJson is JsonException or InvalidOperationException or FormatException)
            {
                throw new MalformedEventException($"as CBOR: {noCbor.Message} As JSON: {noJson.Message}", noJson);
            }
        }
    }

    private static ChangeEvent Checked(RawEvent raw)
    {
        if (raw.Version is { } version and not ChangeEvent.Version) throw new MalformedEventException($"version {version}");
        if (raw.Op is null || !Kinds.TryGetValue(raw.Op, out var kind)) throw new MalformedEventException($"op '{raw.Op}'");
        if (raw.Key is not { Length: > 0 } key || key.Any(c => char.IsControl(c) || c == ' ')) throw new MalformedEventException("key");
        if (raw.Ts is not { } ts) throw new MalformedEventException("no ts");
        if (raw.Source is not { Length: > 0 } source) throw new MalformedEventException("no src");
        if (raw.OpId is not { Length: OpId.Length } opId) throw new MalformedEventException($"op_id of {raw.OpId?.Length ?? 0} bytes");
        return new(kind, key, kind == ChangeKind.Del ? null : Value(raw.Value), new(ts, OpId.Read(opId)), source);
    }

    /// <summary>A line break in a value would end the reply to its reader, so what no client could write is refused here, too.</summary>
    private static string Value(byte[]? bytes)
    {
        if (bytes is null) throw new MalformedEventException("no val");
        if (bytes.Length > ValueBytesMax) throw new MalformedEventException($"val of {bytes.Length} bytes, at most {ValueBytesMax}");
        try
        {
            var value = Strict.GetString(bytes);
            return value.Any(char.IsControl) ? throw new MalformedEventException("control characters in val") : value;
        }
        catch (DecoderFallbackException noText)
        {
            throw new MalformedEventException("val is not UTF-8", noText);
        }
    }
}
