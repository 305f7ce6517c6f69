namespace ChaosService.Service.Events;

/// <summary>How many clients follow an event stream now: pages, command lines, pipelines. Thread-safe.</summary>
internal sealed class EventReaders
{
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public void Come() => Interlocked.Increment(ref _count);

    public void Go() => Interlocked.Decrement(ref _count);
}
