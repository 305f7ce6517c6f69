namespace ChaosService.Service.Notifications.Delivery;

/// <summary>
/// Events that a receiver has not accepted yet, and those that must wait behind them, so that all others need not wait: the first event of
/// each order, when it is due, and the places in the outbox of those behind it.
/// </summary>
internal sealed class Aside
{
    /// <summary>Orders at a time. Beyond it new events wait until one of these is through.</summary>
    private const int Max = 256;

    private readonly Dictionary<string, Waiting> _orders = new(StringComparer.Ordinal);

    public bool HasRoom => _orders.Count < Max;

    /// <summary>Lines up behind one that failed; false when none of its order did.</summary>
    public bool Joins(Delivering delivering)
    {
        if (!_orders.TryGetValue(delivering.Order, out var waiting)) return false;
        waiting.Behind.Enqueue(delivering.Item.Seq);
        return true;
    }

    /// <summary>It is retried at that time.</summary>
    public void Put(Delivering delivering, TimeSpan dueAt)
    {
        if (!_orders.TryGetValue(delivering.Order, out var waiting)) waiting = _orders[delivering.Order] = new Waiting(delivering.Order);
        (waiting.Head, waiting.HeadSeq, waiting.DueAt) = (delivering, delivering.Item.Seq, dueAt);
    }

    /// <summary>It is through, one way or the other: the next of its order is due.</summary>
    public void Done(string order)
    {
        if (!_orders.TryGetValue(order, out var waiting)) return;
        if (waiting.Behind.TryDequeue(out var seq)) (waiting.Head, waiting.HeadSeq, waiting.DueAt) = (null, seq, TimeSpan.Zero);
        else _orders.Remove(order);
    }

    /// <summary>The receiver accepts events again: nothing needs to wait any longer.</summary>
    public void AllDue()
    {
        foreach (var waiting in _orders.Values) waiting.DueAt = TimeSpan.Zero;
    }

    /// <summary>The event to handle now, the oldest first; null when there is none.</summary>
    /// <param name="resting">The receiver is paused: only events that have become too old meanwhile.</param>
    public Waiting? Due(TimeSpan now, bool resting) => _orders.Values.Where(w => w.At(resting) <= now).MinBy(w => w.HeadSeq);

    /// <summary>When something is due next; null when nothing waits.</summary>
    public TimeSpan? NextDue(bool resting) => _orders.Values.Min(w => w.At(resting));

    /// <summary>The first of an order.</summary>
    internal sealed class Waiting(string order)
    {
        public string Order => order;

        /// <summary>Null when it was never tried, and is only known by its place.</summary>
        public Delivering? Head { get; set; }

        public long HeadSeq { get; set; }

        public TimeSpan DueAt { get; set; }

        public Queue<long> Behind { get; } = new();

        public TimeSpan? At(bool resting) => resting ? Head?.ExpiresAt : DueAt;
    }
}
