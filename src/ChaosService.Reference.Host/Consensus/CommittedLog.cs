using System.Buffers.Binary;
using ChaosService.Reference.Core.Raft.Log;
using ChaosService.Reference.Core.Wal;

namespace ChaosService.Reference.Host.Consensus;

/// <summary>
/// Checksums of the entries that a group's server has applied, so that replicas' logs can be compared without being transferred. They
/// cover blocks with fixed start indexes, not everything from the first entry on: a server restored from a snapshot never had the rest.
/// </summary>
internal sealed class CommittedLog
{
    /// <summary>Entries per block.</summary>
    public const int BlockLength = 64;

    /// <summary>Older blocks are not kept: observers poll several times a second.</summary>
    private const int BlocksMax = 64;

    private readonly Lock _lock = new();
    private readonly Queue<CommittedMark> _blocks = [];
    private readonly string _since;
    private long _index;
    private long _term;

    /// <summary>Covers the entries from the block's first one on; null when that one was in a snapshot.</summary>
    private uint? _sum;

    /// <param name="snapshot">The snapshot that the server starts from.</param>
    public CommittedLog(Snapshot snapshot, DateTimeOffset since)
    {
        _since = $"{since:O}";
        Begin(snapshot);
    }

    public CommittedStatus Status
    {
        get
        {
            lock (_lock) return new(_since, _index, _term, _sum is { } sum ? [.. _blocks, Mark(sum)] : [.. _blocks]);
        }
    }

    public void Apply(Entry entry)
    {
        lock (_lock)
        {
            var isFirst = (entry.Index - 1) % BlockLength == 0;
            (_index, _term, _sum) = (entry.Index, entry.Term, isFirst ? Add(0, entry) : _sum is { } before ? Add(before, entry) : null);
            if (entry.Index % BlockLength != 0 || _sum is not { } sum) return;
            // The next block is empty so far.
            _sum = null;
            _blocks.Enqueue(Mark(sum));
            if (_blocks.Count > BlocksMax) _blocks.Dequeue();
        }
    }

    public void Restore(Snapshot snapshot)
    {
        lock (_lock) Begin(snapshot);
    }

    private void Begin(Snapshot snapshot) => (_index, _term, _sum) = (snapshot.Index, snapshot.Term, null);

    private CommittedMark Mark(uint sum) => new(_index - ((_index - 1) % BlockLength), _index, sum);

    private static uint Add(uint sum, Entry entry)
    {
        Span<byte> head = stackalloc byte[sizeof(long) * 2];
        BinaryPrimitives.WriteInt64LittleEndian(head, entry.Index);
        BinaryPrimitives.WriteInt64LittleEndian(head[sizeof(long)..], entry.Term);
        sum = Crc32C.Of(entry.Command.Span, Crc32C.Of(head, sum));
        Span<byte> server = stackalloc byte[sizeof(uint) + 1];
        foreach (var member in entry.Membership?.All ?? [])
        {
            BinaryPrimitives.WriteUInt32LittleEndian(server, member);
            server[^1] = (byte)(entry.Membership!.Voters.Contains(member) ? 1 : 0);
            sum = Crc32C.Of(server, sum);
        }
        return sum;
    }
}
