using System.Buffers.Binary;

namespace ChaosService.Reference.Core.Wal;

/// <summary>
/// The encoding of a record: the payload's length (4, little endian), a checksum (4), the kind (1), the payload. The checksum also covers
/// the segment and the record's offset in it, so leftovers of an earlier file, or parts of another record's payload, never pass for a
/// record.
/// </summary>
internal static class WalFormat
{
    public const int HeaderLength = 9;

    /// <summary>A greater length is damage.</summary>
    public const int PayloadMax = 64 << 20;

    /// <param name="segment">The file's number, unique in a log.</param>
    /// <param name="offset">Where the bytes will be in the file.</param>
    public static byte[] Encode(WalRecord record, ulong segment, long offset)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(record.Payload.Length, PayloadMax);
        var bytes = new byte[HeaderLength + record.Payload.Length];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, record.Payload.Length);
        bytes[8] = record.Kind;
        record.Payload.Span.CopyTo(bytes.AsSpan(HeaderLength));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4), Checksum(bytes, segment, offset));
        return bytes;
    }

    /// <summary>The record that begins at an offset of a file, or null when there is no complete and undamaged one.</summary>
    public static WalRecord? Decode(ReadOnlyMemory<byte> file, ulong segment, int offset)
    {
        var rest = file.Span[offset..];
        if (rest.Length < HeaderLength) return null;
        var length = BinaryPrimitives.ReadInt32LittleEndian(rest);
        if (length < 0 || length > PayloadMax || length > rest.Length - HeaderLength) return null;
        if (BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]) != Checksum(rest[..(HeaderLength + length)], segment, offset)) return null;
        return new(rest[8], file.Slice(offset + HeaderLength, length));
    }

    private static uint Checksum(ReadOnlySpan<byte> record, ulong segment, long offset)
    {
        Span<byte> place = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(place, segment);
        BinaryPrimitives.WriteInt64LittleEndian(place[8..], offset);
        return Crc32C.Of(record[8..], Crc32C.Of(record[..4], Crc32C.Of(place)));
    }
}
