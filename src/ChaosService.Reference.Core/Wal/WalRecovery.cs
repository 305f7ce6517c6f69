namespace ChaosService.Reference.Core.Wal;

/// <summary>The readable contents of a file after a crash.</summary>
/// <param name="Records">All before the first byte that is not part of a valid record.</param>
/// <param name="Length">Of these in bytes: a file with a torn tail is truncated to it, and writing continues there.</param>
internal sealed record WalRecovery(IReadOnlyList<WalRecord> Records, int Length, WalTail Tail)
{
    /// <summary>
    /// Only the last record can be torn, because each write completes before the next one begins. A last record with a flipped bit
    /// looks the same as a torn one: that is the only damage that cannot be distinguished from a crash.
    /// </summary>
    public static WalRecovery Of(ReadOnlyMemory<byte> file, ulong segment)
    {
        var records = new List<WalRecord>();
        var at = 0;
        while (WalFormat.Decode(file, segment, at) is { } record)
        {
            records.Add(record);
            at += WalFormat.HeaderLength + record.Payload.Length;
        }
        return new(records, at, at == file.Length ? WalTail.Clean : HasRecordAfter(file, segment, at) ? WalTail.Corrupt : WalTail.Torn);
    }

    /// <summary>A damaged length does not show where the next record begins: it may begin anywhere.</summary>
    private static bool HasRecordAfter(ReadOnlyMemory<byte> file, ulong segment, int at)
    {
        for (var next = at + 1; next + WalFormat.HeaderLength <= file.Length; next++)
            if (WalFormat.Decode(file, segment, next) is not null) return true;
        return false;
    }
}
