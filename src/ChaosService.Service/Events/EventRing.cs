namespace ChaosService.Service.Events;

/// <summary>
/// The last events of a source. Readers keep only their position, so that a thousand of them cost a thousand numbers; one that
/// falls behind what is kept has missed events. Thread-safe.
/// </summary>
/// <param name="lastId">The first event has the next id.</param>
internal sealed class EventRing(int capacity, long lastId = 0)
{
    private readonly Lock _gate = new();
    private readonly Queue<KeptEvent> _kept = new();
    private long _lastId = lastId;
    private bool _ended;
    private TaskCompletionSource _more = NewSignal();

    public long LastId
    {
        get { lock (_gate) return _lastId; }
    }

    /// <summary>What is kept after the id, the signal that there is more, and whether that was all there will ever be.</summary>
    public EventPage After(long id)
    {
        lock (_gate)
        {
            // An id that was not given yet is one from before a restart of the service.
            if (id > _lastId) id = 0;
            var missed = Math.Max(0, _lastId - _kept.Count - id);
            return new EventPage([.. _kept.Where(e => e.Id > id)], missed, _ended, _more.Task);
        }
    }

    /// <param name="last">Nothing comes after it; what is added all the same is let go.</param>
    public void Add(string type, object data, bool last = false)
    {
        TaskCompletionSource signal;
        lock (_gate)
        {
            if (_ended) return;
            _ended = last;
            _kept.Enqueue(new KeptEvent(++_lastId, type, data));
            if (_kept.Count > capacity) _kept.Dequeue();
            (signal, _more) = (_more, NewSignal());
        }
        signal.SetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <param name="Type">One of <see cref="Contracts.RunEventTypes"/> or <see cref="Contracts.ServiceEventTypes"/>.</param>
/// <param name="Data">The content: a record of the contracts, which is no longer changed.</param>
internal sealed record KeptEvent(long Id, string Type, object Data);

/// <param name="Missed">How many events between the reader's place and the first are no longer kept.</param>
/// <param name="More">Completes with the next event; never, when there will be none.</param>
internal sealed record EventPage(IReadOnlyList<KeptEvent> Events, long Missed, bool Ended, Task More);
