namespace ChaosService.MerkleKv.Replication;

/// <summary>
/// Events that the broker acknowledged of late: those of some seconds before the connection was lost, and all since. A broker that lost its
/// sessions has no one to deliver them to until the other nodes are back, so they are sent once more when those had time to return.
/// Receivers know them by their ids.
/// </summary>
internal sealed class SentEvents(TimeSpan kept, int max, long bytesMax, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Queue<(long At, Outgoing Item)> _sent = new();
    private long _bytes;
    private bool _isHeld;

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

    /// <summary>The connection is lost: from now on events do not grow too old, until the next <see cref="Clear"/>.</summary>
    public void Hold()
    {
        lock (_lock)
        {
            Trim();
            _isHeld = true;
        }
    }

    /// <summary>All of them, to be sent once more.</summary>
    public List<Outgoing> Again()
    {
        lock (_lock)
        {
            Trim();
            return [.. _sent.Select(s => s.Item with { IsResent = true })];
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _sent.Clear();
            (_bytes, _isHeld) = (0, false);
        }
    }

    private void Trim()
    {
        while (_sent.TryPeek(out var oldest)
            && (_sent.Count > max || _bytes > bytesMax || (!_isHeld && time.GetElapsedTime(oldest.At) > kept)))
            _bytes -= _sent.Dequeue().Item.Bytes;
    }
}
