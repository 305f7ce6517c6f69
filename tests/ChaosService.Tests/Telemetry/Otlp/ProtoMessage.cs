using System.Buffers.Binary;
using System.Text;

namespace ChaosService.Tests.Telemetry.Otlp;

/// <summary>Fields of a protobuf message by their numbers: enough to read what a program of another's sends.</summary>
internal sealed class ProtoMessage
{
    private readonly List<(int Field, byte[] Bytes, ulong Number)> _fields = [];

    public ProtoMessage(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var tag = Varint(ref bytes);
            var field = (int)(tag >> 3);
            switch (tag & 7)
            {
                case 0: _fields.Add((field, [], Varint(ref bytes))); break;
                case 1: _fields.Add((field, [], BinaryPrimitives.ReadUInt64LittleEndian(bytes))); bytes = bytes[8..]; break;
                case 2:
                    var length = (int)Varint(ref bytes);
                    _fields.Add((field, bytes[..length].ToArray(), 0));
                    bytes = bytes[length..];
                    break;
                case 5: _fields.Add((field, [], BinaryPrimitives.ReadUInt32LittleEndian(bytes))); bytes = bytes[4..]; break;
                default: throw new InvalidDataException($"wire type {tag & 7}");
            }
        }
    }

    public IEnumerable<ProtoMessage> All(int field) => _fields.Where(f => f.Field == field).Select(f => new ProtoMessage(f.Bytes));

    public string Text(int field) => Encoding.UTF8.GetString(Bytes(field));

    public string Hex(int field) => Convert.ToHexStringLower(Bytes(field));

    public ulong Number(int field) => _fields.LastOrDefault(f => f.Field == field).Number;

    /// <summary>OTLP's attributes, as text.</summary>
    public Dictionary<string, string> Attributes(int field) => All(field).ToDictionary(a => a.Text(1), a => Value(a.All(2).Single()));

    /// <summary>OTLP's AnyValue, as text.</summary>
    public static string Value(ProtoMessage any) =>
        any.Bytes(1) is { Length: > 0 } text ? Encoding.UTF8.GetString(text) : any._fields.Count == 0 ? "" : $"{any._fields[0].Number}";

    private byte[] Bytes(int field) => _fields.LastOrDefault(f => f.Field == field).Bytes ?? [];

    private static ulong Varint(ref ReadOnlySpan<byte> bytes)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var b = bytes[0];
            bytes = bytes[1..];
            value |= (ulong)(b & 0x7f) << shift;
            if ((b & 0x80) == 0) return value;
        }
    }
}
