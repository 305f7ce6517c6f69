using System.Security.Cryptography;
using ChaosService.Reference.Core.Bytes;
using ChaosService.Reference.Host.Wire;

namespace ChaosService.Reference.Host.Snapshots;

/// <summary>The log's reference to a snapshot whose content is elsewhere.</summary>
/// <param name="Length">Of the content, in bytes.</param>
/// <param name="Checksum">SHA-256 of the content.</param>
internal sealed record SnapshotReference(string Key, long Length, string Checksum)
{
    /// <summary>No content begins with this byte: a partition's own encoding begins with its version.</summary>
    private const byte Mark = 0xF0;

    /// <summary>The index makes the keys of one group sort in its order.</summary>
    public static SnapshotReference Of(GroupId group, long index, ReadOnlySpan<byte> content)
    {
        var checksum = Convert.ToHexStringLower(SHA256.HashData(content));
        return new($"{Folder(group)}{index:D16}-{checksum[..16]}.parquet", content.Length, checksum);
    }

    /// <returns>Null when the bytes are the content itself.</returns>
    /// <exception cref="FormatException">The bytes are not a reference, although they begin like one.</exception>
    public static SnapshotReference? Read(ReadOnlyMemory<byte> data)
    {
        if (data.Length == 0 || data.Span[0] != Mark) return null;
        var from = new ByteReader(data[1..]);
        var reference = new SnapshotReference(from.Text(), (long)from.Count(), from.Text());
        from.End();
        return reference;
    }

    public byte[] ToBytes() => new ByteWriter().Byte(Mark).Text(Key).Count((ulong)Length).Text(Checksum).ToArray();

    /// <summary>The common prefix of the keys of a group's snapshots.</summary>
    public static string Folder(GroupId group) => $"shard-{group.Shard}/partition-{group.Partition}/";

    /// <summary>The index of a key's snapshot; null for a key of another kind.</summary>
    public static long? IndexOf(string key) => long.TryParse(Path.GetFileName(key).Split('-')[0], out var index) ? index : null;

    public bool IsOf(ReadOnlySpan<byte> content) =>
        content.Length == Length && Convert.ToHexStringLower(SHA256.HashData(content)) == Checksum;
}
