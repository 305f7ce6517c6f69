using System.Threading.Channels;

namespace ChaosService.MerkleKv.Replication;

/// <summary>
/// Events that wait for the broker. Clients never wait for it: when there is no room, the oldest event goes, because a later one on
/// the same key makes it superfluous more often than the other way round.
/// </summary>
internal sealed class Outbox(int max, long bytesMax)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<Outgoing> _waiting = new();
    private readonly Channel<bool> _news = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private long _bytes;

    public int Count
    {
        get
        {
            lock (_lock) return _waiting.Count;
        }
    }

    /// <returns>How many events were dropped for it.</returns>
    public int Add(Outgoing item)
    {
        lock (_lock)
        {
            _waiting.AddLast(item);
            _bytes += item.Bytes;
            _news.Writer.TryWrite(true);
            return Trim();
        }
    }

    /// <summary>Puts back what could not be sent, or is to be sent again, before all others.</summary>
    public int Return(IReadOnlyList<Outgoing> items)
    {
        lock (_lock)
        {
            foreach (var item in items.Reverse())
            {
                _waiting.AddFirst(item);
                _bytes += item.Bytes;
            }
            _news.Writer.TryWrite(true);
            return Trim();
        }
    }

    /// <summary>Waits until there are events, and takes the first of them.</summary>
    public async Task<List<Outgoing>> TakeAsync(int most, CancellationToken stop)
    {
        while (true)
        {
            if (Take(most) is { Count: > 0 } taken) return taken;
            await _news.Reader.ReadAsync(stop);
        }
    }

    private List<Outgoing> Take(int most)
    {
        var taken = new List<Outgoing>();
        lock (_lock)
        {
            while (taken.Count < most && _waiting.First is { } first)
            {
                taken.Add(first.Value);
                RemoveFirst(first.Value);
            }
        }
        return taken;
    }

    private int Trim()
    {
        var dropped = 0;
        while ((_waiting.Count > max || _bytes > bytesMax) && _waiting.First is { } first)
        {
            RemoveFirst(first.Value);
            dropped++;
        }
        return dropped;
    }

    private void RemoveFirst(Outgoing item)
    {
        _waiting.RemoveFirst();
        _bytes -= item.Bytes;
    }
}
