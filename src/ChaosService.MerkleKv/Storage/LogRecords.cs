using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using ChaosService.MerkleKv.Ordering;

namespace ChaosService.MerkleKv.Storage;

/// <summary>
/// A log record: length, CRC-32C of the rest, then kind, time, id, the key's length, key and value.
/// </summary>
internal static class LogRecords
{
    public const int HeaderLength = 8;
    private const int FixedLength = 1 + 8 + OpId.Length + 4;
    private const byte Live = 1;
    private const byte Own = 2;

    public static void Write(IBufferWriter<byte> output, string key, Entry entry)
    {
        var (keyLength, valueLength) = (Encoding.UTF8.GetByteCount(key), Encoding.UTF8.GetByteCount(entry.Value ?? ""));
        var length = FixedLength + keyLength + valueLength;
        var record = output.GetSpan(HeaderLength + length)[..(HeaderLength + length)];
        var body = record[HeaderLength..];
        body[0] = (byte)((entry.Value is null ? 0 : Live) | (entry.IsOwn ? Own : 0));
        BinaryPrimitives.WriteUInt64LittleEndian(body[1..], entry.Stamp.Ts);
        BinaryPrimitives.WriteUInt128BigEndian(body[9..], entry.Stamp.OpId.Value);
        BinaryPrimitives.WriteInt32LittleEndian(body[(9 + OpId.Length)..], keyLength);
        Encoding.UTF8.GetBytes(key, body[FixedLength..]);
        Encoding.UTF8.GetBytes(entry.Value ?? "", body[(FixedLength + keyLength)..]);
        BinaryPrimitives.WriteInt32LittleEndian(record, length);
        BinaryPrimitives.WriteUInt32LittleEndian(record[4..], Checksum(body));
        output.Advance(record.Length);
    }

    /// <returns>The record's length with its header; 0 when there is no whole record.</returns>
    public static int Read(ReadOnlySpan<byte> log, out string key, out Entry entry)
    {
        (key, entry) = ("", new(null, default));
        var length = BodyLength(log);
        if (length < 0) return 0;
        var body = log.Slice(HeaderLength, length);
        if (Checksum(body) != BinaryPrimitives.ReadUInt32LittleEndian(log[4..])) return 0;
        var keyLength = BinaryPrimitives.ReadInt32LittleEndian(body[(9 + OpId.Length)..]);
        if (keyLength < 0 || keyLength > length - FixedLength) return 0;
        key = Encoding.UTF8.GetString(body.Slice(FixedLength, keyLength));
        var value = (body[0] & Live) != 0 ? Encoding.UTF8.GetString(body[(FixedLength + keyLength)..]) : null;
        var stamp = new Stamp(BinaryPrimitives.ReadUInt64LittleEndian(body[1..]), OpId.Read(body.Slice(9, OpId.Length)));
        entry = new(value, stamp, (body[0] & Own) != 0);
        return HeaderLength + length;
    }

    /// <summary>Whether a good record follows one that is damaged: then it is no write that a crash cut off.</summary>
    public static bool IsFollowed(ReadOnlySpan<byte> log) =>
        BodyLength(log) is >= 0 and var length && Read(log[(HeaderLength + length)..], out _, out _) > 0;

    private static int BodyLength(ReadOnlySpan<byte> log)
    {
        if (log.Length < HeaderLength) return -1;
        var length = BinaryPrimitives.ReadInt32LittleEndian(log);
        return length < FixedLength || length > log.Length - HeaderLength ? -1 : length;
    }

    private static uint Checksum(ReadOnlySpan<byte> body)
    {
        var crc = uint.MaxValue;
        for (; body.Length >= 8; body = body[8..]) crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(body));
        foreach (var b in body) crc = BitOperations.Crc32C(crc, b);
        return ~crc;
    }
}
