using ChaosService.Reference.Core.Raft.Log;
using ChaosService.Reference.Core.Raft.Members;
using ChaosService.Reference.Core.Wal;

namespace ChaosService.Reference.Core.Raft.Storage;

/// <summary>A snapshot's record in the log: its data is in a separate file, which reaches the disk before the mark does.</summary>
/// <param name="Length">Length of the data in bytes.</param>
/// <param name="Checksum">CRC-32C of the data.</param>
internal sealed record SnapshotMark(long Index, long Term, Membership Membership, long Length, uint Checksum)
{
    public static SnapshotMark Of(Snapshot snapshot) =>
        new(snapshot.Index, snapshot.Term, snapshot.Membership, snapshot.Data.Length, Crc32C.Of(snapshot.Data.Span));

    /// <exception cref="FormatException">The data does not belong to this snapshot.</exception>
    public Snapshot With(ReadOnlyMemory<byte> data)
    {
        if (data.Length != Length || Crc32C.Of(data.Span) != Checksum)
            throw new FormatException(
                $"the snapshot of entry {Index} has {data.Length} bytes with the checksum {Crc32C.Of(data.Span):x8}, and the log says "
                    + $"{Length} with {Checksum:x8}: the file is damaged; remove this server's data, and let it join as a new one");
        return new(Index, Term, Membership, data);
    }
}
