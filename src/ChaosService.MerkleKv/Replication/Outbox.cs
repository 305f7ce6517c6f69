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
    private readonly Channel<bool> _news =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private long _bytes;
    private int _taken;

    /// <summary>Those that were taken and not settled count as well: the broker may not have them.</summary>
    public int Count
    {
        get
        {
            lock (_lock) return _waiting.Count + _taken;
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

    /// <summary>Ends what <see cref="TakeAsync"/> began.</summary>
    /// <param name="taken">How many events were taken.</param>
    /// <param name="unsent">Those of them that the broker did not acknowledge; they come before all others.</param>
    /// <returns>How many events were dropped for it.</returns>
    public int Settle(int taken, IReadOnlyList<Outgoing> unsent)
    {
        lock (_lock)
        {
            _taken -= taken;
            return AddFirst(unsent);
        }
    }

    /// <summary>Events that come before all others.</summary>
    /// <returns>How many events were dropped for it.</returns>
    public int AddFirst(IReadOnlyList<Outgoing> items)
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

    /// <summary>Waits until there are events, and takes the first of them. <see cref="Settle"/> has to follow.</summary>
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
            _taken += taken.Count;
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
