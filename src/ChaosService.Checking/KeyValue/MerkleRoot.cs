using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ChaosService.Checking.KeyValue;

/// <summary>
/// The root of the Merkle tree over contents, as MerkleKV defines it: a leaf is SHA-256 of the key's length (32 bits, big-endian), the key,
/// the value's length and the value; leaves are in the order of the keys' bytes; a parent is SHA-256 of its two children; one without a
/// sibling moves up as it is; of nothing it is all zeros. Computed here again, not by the nodes' code: a hash that is wrong everywhere is
/// found as well.
/// </summary>
internal static class MerkleRoot
{
    /// <returns>In hex, lower case.</returns>
    public static string Of(IReadOnlyDictionary<string, string> values)
    {
        var level = values.Select(v => (Key: Encoding.UTF8.GetBytes(v.Key), Value: Encoding.UTF8.GetBytes(v.Value)))
            .OrderBy(v => v.Key, Comparer<byte[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b)))
            .Select(v => SHA256.HashData([.. Length(v.Key), .. v.Key, .. Length(v.Value), .. v.Value])).ToList();
        if (level.Count == 0) return new string('0', 2 * SHA256.HashSizeInBytes);
        while (level.Count > 1) level = [.. level.Chunk(2).Select(Parent)];
        return Convert.ToHexStringLower(level[0]);
    }

    private static byte[] Parent(byte[][] children) =>
        children is [var left, var right] ? SHA256.HashData([.. left, .. right]) : children[0];

    private static byte[] Length(byte[] part)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, part.Length);
        return length;
    }
}
