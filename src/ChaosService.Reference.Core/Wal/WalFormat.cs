using System.Buffers.Binary;

namespace ChaosService.Reference.Core.Wal;

/// <summary>
/// A record as bytes: the payload's length (4, little endian), a checksum (4), the kind (1), the payload. The checksum is also of the
/// segment and of the record's place in it: what was left there by an earlier file, or is only part of another record's payload, is no
/// record.
/// </summary>
internal static class WalFormat
{
    public const int HeaderLength = 9;

    /// <summary>More is no length, but damage.</summary>
    public const int PayloadMax = 64 << 20;

    /// <param name="segment">The file's number: no two of a log have the same.</param>
    /// <param name="offset">Where in the file the bytes will be.</param>
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

    /// <summary>The record that begins at an offset of a file, or null when there is none that is whole and undamaged.</summary>
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
