using System.Buffers.Binary;
using System.Numerics;

namespace ChaosService.Reference.Core.Placement;

/// <summary>MurmurHash3_x86_32 (Appleby), which all code that places data must compute alike.</summary>
internal static class Murmur3
{
    private const uint C1 = 0xCC9E2D51;
    private const uint C2 = 0x1B873593;

    public static uint Hash(ReadOnlySpan<byte> data, uint seed = 0)
    {
        var hash = seed;
        var length = (uint)data.Length;
        for (; data.Length >= 4; data = data[4..])
            hash = (BitOperations.RotateLeft(hash ^ Scramble(BinaryPrimitives.ReadUInt32LittleEndian(data)), 13) * 5) + 0xE6546B64;
        var tail = 0u;
        for (var i = data.Length - 1; i >= 0; i--) tail = (tail << 8) | data[i];
        return Mix(hash ^ Scramble(tail) ^ length);
    }

    private static uint Scramble(uint block) => BitOperations.RotateLeft(block * C1, 15) * C2;

    /// <summary>Every bit of the input affects every bit of the output.</summary>
    private static uint Mix(uint hash)
    {
        hash = (hash ^ (hash >> 16)) * 0x85EBCA6B;
        hash = (hash ^ (hash >> 13)) * 0xC2B2AE35;
        return hash ^ (hash >> 16);
    }
}
