using ChaosService.Engine.Store.Notifications;

namespace ChaosService.Service.Notifications.Delivery;

/// <summary>
/// Events that could not be stored and are sent from memory. Bounded: the oldest go first, so that what is news is told. Thread-safe.
/// </summary>
internal sealed class UnwrittenEvents(int max = UnwrittenEvents.Max)
{
    private const int Max = 256;

    private readonly Lock _gate = new();
    private readonly Queue<OutboxItem> _items = new();

    /// <summary>The one that there is no room for any more; null when there is.</summary>
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
}
