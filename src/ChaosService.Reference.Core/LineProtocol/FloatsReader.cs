using System.Buffers.Binary;
using ChaosService.Reference.Core.Bytes;

namespace ChaosService.Reference.Core.LineProtocol;

/// <summary>Reads the output of <see cref="FloatsWriter"/>, in the same order of fields.</summary>
internal sealed class FloatsReader(ReadOnlyMemory<byte> bytes)
{
    private readonly ByteReader _from = new(bytes);
    private readonly Dictionary<string, long> _before = new(StringComparer.Ordinal);

    public long Read(string field) =>
        _before[field] = (long)BinaryPrimitives.ReverseEndianness(_from.Count()) ^ _before.GetValueOrDefault(field);

    public void End() => _from.End();
}
