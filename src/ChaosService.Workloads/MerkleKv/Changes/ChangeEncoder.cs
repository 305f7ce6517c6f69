using System.Formats.Cbor;
using System.Text;
using ChaosService.Model.KeyValue;

namespace ChaosService.Workloads.MerkleKv.Changes;

/// <summary>Writes a change as a node publishes it: a CBOR map with names as texts, and bytes as arrays of numbers.</summary>
internal static class ChangeEncoder
{
    public static byte[] Write(ChangeEvent change)
    {
        var writer = new CborWriter(CborConformanceMode.Lax);
        writer.WriteStartMap(9);
        writer.WriteTextString("v");
        writer.WriteInt32(1);
        writer.WriteTextString("op");
        writer.WriteTextString(change.Op);
        writer.WriteTextString("key");
        writer.WriteTextString(change.Key);
        writer.WriteTextString("val");
        if (change.Value is null) writer.WriteNull();
        else Bytes(writer, Encoding.UTF8.GetBytes(change.Value));
        writer.WriteTextString("ts");
        writer.WriteUInt64(change.Timestamp);
        writer.WriteTextString("src");
        writer.WriteTextString(change.Source);
        writer.WriteTextString("op_id");
        Bytes(writer, Convert.FromHexString(change.OpId));
        writer.WriteTextString("prev");
        writer.WriteNull();
        writer.WriteTextString("ttl");
        writer.WriteNull();
        writer.WriteEndMap();
        return writer.Encode();
    }

    private static void Bytes(CborWriter writer, byte[] bytes)
    {
        writer.WriteStartArray(bytes.Length);
        foreach (var b in bytes) writer.WriteInt32(b);
        writer.WriteEndArray();
    }
}
