using System.Formats.Cbor;
using System.Text;
using ChaosService.Model.KeyValue;

namespace ChaosService.Workloads.MerkleKv.Changes;

/// <summary>
/// Reads the change that a message holds: a CBOR map with names as texts, in any order. Bytes are an array of numbers, or a byte string.
/// </summary>
internal static class ChangeDecoder
{
    /// <summary>Null when it is not such a map, or lacks something.</summary>
    public static ChangeEvent? Read(byte[] message)
    {
        try
        {
            return ReadMap(new CborReader(message, CborConformanceMode.Lax));
        }
        catch (Exception e) when (e is CborContentException or InvalidOperationException or OverflowException or DecoderFallbackException)
        {
            return null;
        }
    }

    private static ChangeEvent? ReadMap(CborReader reader)
    {
        (string? Key, string? Source, string? Op, byte[]? Id, byte[]? Value, ulong? Timestamp) found = default;
        reader.ReadStartMap();
        while (reader.PeekState() != CborReaderState.EndMap)
        {
            switch (reader.ReadTextString())
            {
                case "key": found.Key = reader.ReadTextString(); break;
                case "src": found.Source = reader.ReadTextString(); break;
                case "op": found.Op = reader.ReadTextString(); break;
                case "op_id": found.Id = Bytes(reader); break;
                case "val": found.Value = Bytes(reader); break;
                case "ts": found.Timestamp = reader.ReadUInt64(); break;
                default: reader.SkipValue(); break;
            }
        }
        reader.ReadEndMap();
        return found is { Key: { } key, Source: { } source, Op: { } op, Id: { } id, Timestamp: { } timestamp }
            ? new ChangeEvent(Convert.ToHexStringLower(id), timestamp, source, op, key, Text(found.Value))
            : null;
    }

    private static byte[]? Bytes(CborReader reader)
    {
        switch (reader.PeekState())
        {
            case CborReaderState.Null: reader.ReadNull(); return null;
            case CborReaderState.ByteString: return reader.ReadByteString();
        }
        var bytes = new List<byte>();
        reader.ReadStartArray();
        while (reader.PeekState() != CborReaderState.EndArray) bytes.Add(checked((byte)reader.ReadUInt32()));
        reader.ReadEndArray();
        return [.. bytes];
    }

    private static string? Text(byte[]? value) => value is null ? null : Encoding.UTF8.GetString(value);
}
