using System.Text;

namespace ChaosService.MerkleKv.Storage;

/// <summary>
/// Orders keys by their bytes, as all implementations of the Merkle tree do. UTF-16 puts characters beyond the first 65,536 elsewhere.
/// </summary>
internal sealed class Utf8Order : IComparer<string>
{
    public static readonly Utf8Order Instance = new();

    public int Compare(string? x, string? y)
    {
        var common = x.AsSpan().CommonPrefixLength(y);
        if (x is null || y is null || common == x.Length || common == y.Length) return string.CompareOrdinal(x, y);
        if (common > 0 && char.IsLowSurrogate(x[common])) common--;
        return Rune.GetRuneAt(x, common).Value.CompareTo(Rune.GetRuneAt(y, common).Value);
    }
}
