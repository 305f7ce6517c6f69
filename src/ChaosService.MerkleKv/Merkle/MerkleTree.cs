using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ChaosService.MerkleKv.Merkle;

/// <summary>
/// One hash for all keys and values. A leaf is a key with its value, a parent its two children; a node without a sibling moves up as it is.
/// </summary>
internal static class MerkleTree
{
    public static readonly string Empty = new('0', 2 * SHA256.HashSizeInBytes);

    /// <param name="pairs">In the order of the keys' bytes.</param>
    public static string Root(IEnumerable<KeyValuePair<string, string>> pairs)
    {
        var level = pairs.Select(p => Leaf(p.Key, p.Value)).ToArray();
        if (level.Length == 0) return Empty;
        while (level.Length > 1) level = [.. level.Chunk(2).Select(pair => pair is [var left, var right] ? Parent(left, right) : pair[0])];
        return Convert.ToHexStringLower(level[0]);
    }

    /// <summary>The lengths keep <c>ab</c> with value <c>c</c> apart from <c>a</c> with value <c>bc</c>.</summary>
    public static byte[] Leaf(string key, string value)
    {
        var (keyLength, valueLength) = (Encoding.UTF8.GetByteCount(key), Encoding.UTF8.GetByteCount(value));
        var bytes = new byte[8 + keyLength + valueLength];
        BinaryPrimitives.WriteInt32BigEndian(bytes, keyLength);
        Encoding.UTF8.GetBytes(key, bytes.AsSpan(4));
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4 + keyLength), valueLength);
        Encoding.UTF8.GetBytes(value, bytes.AsSpan(8 + keyLength));
        return SHA256.HashData(bytes);
    }

    private static byte[] Parent(byte[] left, byte[] right) => SHA256.HashData([.. left, .. right]);
}
