namespace ChaosService.Reference.Host.Observing;

/// <summary>The latest items: when it is full, the oldest is dropped. Each has a number, so that drops are visible.</summary>
internal sealed class Ring<T>(int capacity)
{
    private readonly Lock _lock = new();
    private readonly Queue<(long Number, T Item)> _items = new(capacity);
    private long _count;

    public void Add(T item)
    {
        lock (_lock)
        {
            if (_items.Count == capacity) _items.Dequeue();
            _items.Enqueue((++_count, item));
        }
    }

    /// <returns>The items with a higher number, the oldest first.</returns>
    public IReadOnlyList<(long Number, T Item)> After(long number)
    {
        lock (_lock) return [.. _items.Where(i => i.Number > number)];
    }
}
