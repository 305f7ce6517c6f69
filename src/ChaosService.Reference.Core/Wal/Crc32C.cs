using System.Buffers.Binary;
using System.Numerics;

namespace ChaosService.Reference.Core.Wal;

/// <summary>CRC-32C (Castagnoli), which processors have an instruction for.</summary>
internal static class Crc32C
{
    /// <param name="seed">The sum of what comes before, or 0.</param>
    public static uint Of(ReadOnlySpan<byte> data, uint seed = 0)
    {
        var crc = ~seed;
        for (; data.Length >= sizeof(ulong); data = data[sizeof(ulong)..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(data));
        foreach (var b in data) crc = BitOperations.Crc32C(crc, b);
        return ~crc;
    }
}
