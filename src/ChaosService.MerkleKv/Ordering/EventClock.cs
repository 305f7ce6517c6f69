namespace ChaosService.MerkleKv.Ordering;

/// <summary>The times of a node's own writes: the wall clock, except that no time comes twice and none goes back.</summary>
internal sealed class EventClock(TimeProvider time)
{
    private readonly Lock _lock = new();
    private ulong _last;

    /// <param name="after">What is overwritten: a client reads its own write even if that came from a clock that is ahead.</param>
    public ulong Next(ulong after)
    {
        var now = (ulong)Math.Max(0, (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks) * 100;
        lock (_lock)
        {
            _last = Math.Max(now, Math.Max(_last, after) + 1);
            return _last;
        }
    }

    /// <summary>Times of writes before a restart count as well.</summary>
    public void Resume(ulong last)
    {
        lock (_lock) _last = Math.Max(_last, last);
    }
}
