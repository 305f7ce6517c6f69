using System.Formats.Cbor;
using System.Text;

namespace ChaosService.MerkleKv.Events;

/// <summary>
/// Events in CBOR: a map with text keys. Bytes are arrays of integers, as the clients of this protocol write them; byte strings are read,
/// too.
/// </summary>
internal static class CborEvents
{
    public static byte[] Encode(ChangeEvent change)
    {
        var writer = new CborWriter(CborConformanceMode.Lax);
        writer.WriteStartMap(9);
        writer.WriteTextString("v");
        writer.WriteInt32(ChangeEvent.Version);
        writer.WriteTextString("op");
        writer.WriteTextString(change.Name);
        writer.WriteTextString("key");
        writer.WriteTextString(change.Key);
        writer.WriteTextString("val");
        WriteBytes(writer, change.Value is { } value ? Encoding.UTF8.GetBytes(value) : null);
        writer.WriteTextString("ts");
        writer.WriteUInt64(change.Stamp.Ts);
        writer.WriteTextString("src");
        writer.WriteTextString(change.Source);
        writer.WriteTextString("op_id");
        WriteBytes(writer, change.Stamp.OpId.ToBytes());
        writer.WriteTextString("prev");
        writer.WriteNull();
        writer.WriteTextString("ttl");
        writer.WriteNull();
        writer.WriteEndMap();
        return writer.Encode();
    }

    /// <exception cref="CborContentException">It is not CBOR.</exception>
    /// <exception cref="InvalidOperationException">It is CBOR of another shape.</exception>
    /// <exception cref="OverflowException">A number does not fit.</exception>
    public static RawEvent Decode(ReadOnlyMemory<byte> payload)
    {
        var reader = new CborReader(payload, CborConformanceMode.Strict);
        var raw = new RawEvent();
        reader.ReadStartMap();
        while (reader.PeekState() != CborReaderState.EndMap) ReadField(reader, reader.ReadTextString(), raw);
        reader.ReadEndMap();
        if (reader.BytesRemaining > 0) throw new CborContentException("There is more behind the map.");
        return raw;
    }

    private static void ReadField(CborReader reader, string name, RawEvent raw)
    {
        if (reader.PeekState() == CborReaderState.Null)
        {
            reader.ReadNull();
            return;
        }
        switch (name)
        {
            case "v":
                raw.Version = reader.ReadUInt64();
                break;
            case "op":
                raw.Op = reader.ReadTextString();
                break;
            case "key":
                raw.Key = reader.ReadTextString();
                break;
            case "val":
                raw.Value = ReadBytes(reader);
                break;
            case "ts":
                raw.Ts = reader.ReadUInt64();
                break;
            case "src":
                raw.Source = reader.ReadTextString();
                break;
            case "op_id":
                raw.OpId = ReadBytes(reader);
                break;
            default:
                reader.SkipValue();
                break;
        }
    }

    private static void WriteBytes(CborWriter writer, byte[]? bytes)
    {
        if (bytes is null)
        {
            writer.WriteNull();
            return;
        }
        writer.WriteStartArray(bytes.Length);
        foreach (var b in bytes) writer.WriteInt32(b);
        writer.WriteEndArray();
    }

    private static byte[] ReadBytes(CborReader reader)
    {
        if (reader.PeekState() is CborReaderState.ByteString or CborReaderState.StartIndefiniteLengthByteString)
            return reader.ReadByteString();
        var bytes = new List<byte>();
        reader.ReadStartArray();
        while (reader.PeekState() != CborReaderState.EndArray) bytes.Add(checked((byte)reader.ReadUInt32()));
        reader.ReadEndArray();
        return [.. bytes];
    }
}
