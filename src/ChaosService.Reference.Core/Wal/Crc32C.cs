namespace ChaosService.Reference.Core.Wal;

/// <summary>CRC-32C (Castagnoli), a table of one byte at a time.</summary>
internal static class Crc32C
{
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(b => Entry((uint)b))];

    /// <param name="seed">The sum of what comes before, or 0.</param>
    public static uint Of(ReadOnlySpan<byte> data, uint seed = 0)
    {
        var crc = ~seed;
        foreach (var b in data) crc = Table[(byte)(crc ^ b)] ^ (crc >> 8);
        return ~crc;
    }

    private static uint Entry(uint value)
    {
        for (var bit = 0; bit < 8; bit++) value = (value & 1) == 0 ? value >> 1 : (value >> 1) ^ 0x82F63B78;
        return value;
    }
}
