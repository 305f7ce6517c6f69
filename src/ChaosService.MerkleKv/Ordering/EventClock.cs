namespace ChaosService.MerkleKv.Ordering;

/// <summary>The stamps of a node's own writes: the wall clock's time, except that no time comes twice and none goes back.</summary>
internal sealed class EventClock(TimeProvider time)
{
    private readonly Lock _lock = new();
    private ulong _last;

    /// <param name="after">
    /// What is overwritten. The new stamp is later, so a client reads its own write even if the key's last one came from a clock that is
    /// ahead. Other keys are not affected: their writes keep the wall clock's time.
    /// </param>
    /// <returns>Null: there is no later stamp.</returns>
    public Stamp? Next(Stamp after)
    {
        var now = (ulong)Math.Max(0, (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks) * 100;
        lock (_lock) _last = now = Math.Max(now, _last + 1);
        if (now > after.Ts) return new(now, OpId.Draw());
        if (after.Ts < ulong.MaxValue) return new(after.Ts + 1, OpId.Draw());
        return OpId.DrawAfter(after.OpId) is { } id ? new(ulong.MaxValue, id) : null;
    }
}
