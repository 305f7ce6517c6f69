namespace ChaosService.MerkleKv.Replication;

/// <summary>
/// Events that the broker acknowledged of late. A broker that lost its sessions has no one to deliver them to until the other nodes are
/// back, so they are sent once more when those had time to return. Receivers know them by their ids.
/// </summary>
internal sealed class SentEvents(TimeSpan kept, int max, long bytesMax, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Queue<(long At, Outgoing Item)> _sent = new();
    private long _bytes;

    public int Count
    {
        get
        {
            lock (_lock) return _sent.Count;
        }
    }

    public void Add(Outgoing item)
    {
        if (item.IsResent || kept == TimeSpan.Zero) return;
        lock (_lock)
        {
            _sent.Enqueue((time.GetTimestamp(), item));
            _bytes += item.Bytes;
            Trim();
        }
    }

    public List<Outgoing> TakeAll()
    {
        lock (_lock)
        {
            Trim();
            List<Outgoing> all = [.. _sent.Select(s => s.Item with { IsResent = true })];
            _sent.Clear();
            _bytes = 0;
            return all;
        }
    }

    private void Trim()
    {
        while (_sent.TryPeek(out var oldest)
            && (_sent.Count > max || _bytes > bytesMax || time.GetElapsedTime(oldest.At) > kept))
            _bytes -= _sent.Dequeue().Item.Bytes;
    }
}
