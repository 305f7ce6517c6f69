using ChaosService.Web.Access.Callers;

namespace ChaosService.Web.Access.Limits;

/// <summary>
/// A bucket of permits for each key. Memory is bounded: a bucket that is full again is dropped, and when all are in use new keys share one
/// bucket, so that a flood of keys neither fills the memory nor resets any key's count. Thread-safe.
/// </summary>
internal sealed class TokenBuckets(BucketSize size, TimeProvider time, int keysMax = 10_000)
{
    private const string Shared = "";

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Bucket> _buckets = new(StringComparer.Ordinal);
    private long _lastSweep = time.GetTimestamp();

    public int Count
    {
        get
        {
            lock (_gate) return _buckets.Count;
        }
    }

    /// <summary>Takes one permit.</summary>
    /// <param name="wait">The time until a permit is available, when there is none.</param>
    public bool TryTake(string key, out TimeSpan wait)
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            var slot = SlotFor(key, now);
            var level = _buckets.TryGetValue(slot, out var bucket) ? Level(bucket, now) : size.Burst;
            var taken = level >= 1;
            wait = taken ? TimeSpan.Zero : TimeSpan.FromSeconds((1 - level) / size.PerSecond);
            _buckets[slot] = new Bucket(taken ? level - 1 : level, now);
            return taken;
        }
    }

    private string SlotFor(string key, long now)
    {
        if (_buckets.ContainsKey(key) || _buckets.Count < keysMax) return key;
        // At most once a second: during a flood of keys each sweep would scan all of them in vain.
        if (time.GetElapsedTime(_lastSweep, now) < TimeSpan.FromSeconds(1)) return Shared;
        _lastSweep = now;
        foreach (var (full, _) in _buckets.Where(b => Level(b.Value, now) >= size.Burst).ToList()) _buckets.Remove(full);
        return _buckets.Count < keysMax ? key : Shared;
    }

    private double Level(Bucket bucket, long now) =>
        Math.Min(size.Burst, bucket.Level + (time.GetElapsedTime(bucket.At, now).TotalSeconds * size.PerSecond));

    private readonly record struct Bucket(double Level, long At);
}
