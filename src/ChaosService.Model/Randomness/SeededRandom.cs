using System.Numerics;

namespace ChaosService.Model.Randomness;

/// <summary>
/// xoshiro256** (Blackman and Vigna, 2018) seeded by SplitMix64. Our own because a plan must be the same, byte for byte, on
/// every runtime version, and <see cref="Random"/> promises no such thing. Not thread-safe.
/// </summary>
public sealed class SeededRandom
{
    private ulong _a, _b, _c, _d;

    public SeededRandom(long seed)
    {
        var state = (ulong)seed;
        (_a, _b, _c, _d) = (SplitMix(ref state), SplitMix(ref state), SplitMix(ref state), SplitMix(ref state));
    }

    /// <summary>An independent stream named by a label: the same seed and label give the same stream, whatever else was drawn.</summary>
    public static SeededRandom Derive(long seed, string label)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in label) hash = (hash ^ c) * 1099511628211UL;
        var state = (ulong)seed ^ hash;
        return new SeededRandom((long)SplitMix(ref state));
    }

    public ulong NextUInt64()
    {
        var result = BitOperations.RotateLeft(_b * 5, 7) * 9;
        var t = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= t;
        _d = BitOperations.RotateLeft(_d, 45);
        return result;
    }

    /// <summary>
    /// Uniform in [0, <paramref name="exclusiveMax"/>), by Lemire's multiply-shift; the bias is below 2⁻³² for int ranges.
    /// </summary>
    public int Next(int exclusiveMax)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(exclusiveMax);
        return (int)(((NextUInt64() >> 32) * (ulong)exclusiveMax) >> 32);
    }

    /// <summary>Uniform in [0, 1) with 53 bits.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Fisher–Yates, in place.</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = Next(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    private static ulong SplitMix(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
