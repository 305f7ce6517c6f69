using System.Text.Json;

namespace ChaosService.MerkleKv.Events;

/// <summary>Events in JSON, as older nodes publish them. This node only reads them.</summary>
internal static class JsonEvents
{
    /// <exception cref="JsonException">It is not JSON.</exception>
    /// <exception cref="InvalidOperationException">It is JSON of another shape.</exception>
    /// <exception cref="FormatException">A number does not fit.</exception>
    public static RawEvent Decode(ReadOnlyMemory<byte> payload)
    {
        using var document = JsonDocument.Parse(payload);
        var raw = new RawEvent();
        foreach (var field in document.RootElement.EnumerateObject())
            if (field.Value.ValueKind != JsonValueKind.Null) ReadField(field.Name, field.Value, raw);
        return raw;
    }

    private static void ReadField(string name, JsonElement value, RawEvent raw)
    {
        switch (name)
        {
            case "v":
                raw.Version = value.GetUInt64();
                break;
            case "op":
                raw.Op = value.GetString();
                break;
            case "key":
                raw.Key = value.GetString();
                break;
            case "val":
                raw.Value = Bytes(value);
                break;
            case "ts":
                raw.Ts = value.GetUInt64();
                break;
            case "src":
                raw.Source = value.GetString();
                break;
            case "op_id":
                raw.OpId = Bytes(value);
                break;
        }
    }

    private static byte[] Bytes(JsonElement value) => [.. value.EnumerateArray().Select(b => b.GetByte())];
}
