using ChaosService.Engine.Store.Notifications;

namespace ChaosService.Service.Notifications.Delivery;

/// <summary>
/// Events that could not be stored and are sent from memory. Bounded: the oldest are dropped first, so that news gets through. Thread-safe.
/// </summary>
internal sealed class UnwrittenEvents(int max = UnwrittenEvents.Max)
{
    private const int Max = 256;

    private readonly Lock _gate = new();
    private readonly Queue<OutboxItem> _items = new();
    private readonly Queue<string> _delivered = new();

    /// <summary>The one that no longer fits; null when there is room.</summary>
    public OutboxItem? Add(OutboxItem item)
    {
        lock (_gate)
        {
            _items.Enqueue(item);
            return _items.Count > max ? _items.Dequeue() : null;
        }
    }

    public OutboxItem? Take()
    {
        lock (_gate) return _items.TryDequeue(out var item) ? item : null;
    }

    /// <summary>The receiver took it.</summary>
    public void Delivered(string eventId)
    {
        lock (_gate)
        {
            _delivered.Enqueue(eventId);
            if (_delivered.Count > max) _delivered.Dequeue();
        }
    }

    /// <summary>
    /// A store that was too slow may have written it after all. Then the receiver has it already; not when that is longer ago than so many
    /// others.
    /// </summary>
    public bool WasDelivered(string eventId)
    {
        lock (_gate) return _delivered.Contains(eventId);
    }
}
