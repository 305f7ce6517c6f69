namespace ChaosService.Tests.Engine.Fakes;

/// <summary>Time whose timers fire only when a test says so.</summary>
internal sealed class StepTime : TimeProvider
{
    private readonly List<StepTimer> _timers = [];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new StepTimer(callback, state, this);
        lock (_timers) _timers.Add(timer);
        return timer;
    }

    /// <summary>Fires every timer once.</summary>
    public void Tick()
    {
        StepTimer[] timers;
        lock (_timers) timers = [.. _timers];
        foreach (var timer in timers) timer.Fire();
    }

    private sealed class StepTimer(TimerCallback callback, object? state, StepTime owner) : ITimer
    {
        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
            lock (owner._timers) owner._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
