using System.Buffers.Binary;
using ChaosService.Reference.Core.Bytes;

namespace ChaosService.Reference.Core.LineProtocol;

/// <summary>
/// The floats of some points, stored separately: each as the bits in which it differs from the previous value of its field. Measurements
/// have few digits and change little, so most of their bytes are zeros. In reversed byte order these come last, and are left out.
/// </summary>
internal sealed class FloatsWriter
{
    private readonly ByteWriter _bytes = new();
    private readonly Dictionary<string, long> _before = new(StringComparer.Ordinal);

    public ReadOnlySpan<byte> Written => _bytes.Written;

    public void Write(string field, long bits)
    {
        _bytes.Count(BinaryPrimitives.ReverseEndianness((ulong)(bits ^ _before.GetValueOrDefault(field))));
        _before[field] = bits;
    }
}
