namespace ChaosService.Service.Events;

/// <summary>
/// Something active in another instance, as far as the shared store shows it: its states, one after another, and its end.
/// </summary>
/// <param name="change">Type of the event of a new state.</param>
/// <param name="end">Type of the last event.</param>
internal sealed class Followed<TRun>(TRun first, Func<TRun, object> tell, string change, string end)
{
    private const int EventsKept = 64;

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>As it was seen last.</summary>
    public TRun Last { get; private set; } = first;

    public EventRing Events { get; } = Ring(first, tell, change);

    public Task Ended => _ended.Task;

    public void Change(TRun run)
    {
        Last = run;
        Events.Add(change, tell(run));
    }

    public void End(TRun run)
    {
        Last = run;
        Events.Add(end, tell(run), last: true);
        _ended.TrySetResult();
    }

    private static EventRing Ring(TRun first, Func<TRun, object> tell, string change)
    {
        var ring = new EventRing(EventsKept);
        ring.Add(change, tell(first));
        return ring;
    }
}
