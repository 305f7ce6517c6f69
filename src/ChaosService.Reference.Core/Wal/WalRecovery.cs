namespace ChaosService.Reference.Core.Wal;

/// <summary>What can be read of a file after a crash.</summary>
/// <param name="Records">All before the first byte that is not part of a good record.</param>
/// <param name="Length">Of these in bytes: the file is cut to it when its tail is torn, and writing goes on there.</param>
internal sealed record WalRecovery(IReadOnlyList<WalRecord> Records, int Length, WalTail Tail)
{
    /// <summary>
    /// Only the last record can be torn, because each write is over before the next one begins. A last record with a bit that has changed
    /// looks the same as one that was cut off: that is the one damage that cannot be told from a crash.
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

    /// <summary>A length that is damaged says nothing of where the next record begins: it may begin anywhere.</summary>
    private static bool HasRecordAfter(ReadOnlyMemory<byte> file, ulong segment, int at)
    {
        for (var next = at + 1; next + WalFormat.HeaderLength <= file.Length; next++)
            if (WalFormat.Decode(file, segment, next) is not null) return true;
        return false;
    }
}
