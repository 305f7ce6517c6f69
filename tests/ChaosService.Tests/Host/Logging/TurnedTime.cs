using ChaosService.Tests.Engine.Fakes;

namespace ChaosService.Tests.Host.Logging;

/// <summary>Time that stands still until a test turns it on: clock, stopwatch and timers together.</summary>
internal sealed class TurnedTime : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<Timer> _timers = [];
    private DateTimeOffset _now = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate) return _now;
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Turns it on, stopping at every timer that is due on the way.</summary>
    public void Advance(TimeSpan by)
    {
        var end = GetUtcNow() + by;
        while (Next(end) is { } due) due.Fire();
        lock (_gate) _now = end;
    }

    /// <summary>Turns it on in steps until the condition holds; what waits for time runs in between. Fails the test when it does not hold in time.</summary>
    public async Task AdvanceUntilAsync(Func<bool> condition, TimeSpan step)
    {
        var started = System.GetTimestamp();
        while (!condition())
        {
            Assert.True(System.GetElapsedTime(started) < Wait.Limit, "the condition did not come true in time");
            Advance(step);
            await Task.Delay(TimeSpan.FromMilliseconds(2), System);
        }
    }

    private Timer? Next(DateTimeOffset end)
    {
        lock (_gate)
        {
            var next = _timers.Where(t => t.Due <= end).MinBy(t => t.Due);
            if (next is null) return null;
            if (next.Due > _now) _now = next.Due.Value;
            if (!next.Again()) _timers.Remove(next);
            return next;
        }
    }

    private sealed class Timer(TurnedTime time, Action callback) : ITimer
    {
        private TimeSpan _period;

        public DateTimeOffset? Due { get; private set; }

        public void Fire() => callback();

        public bool Again()
        {
            var again = _period > TimeSpan.Zero;
            Due = again ? Due + _period : null;
            return again;
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._gate)
            {
                time._timers.Remove(this);
                (Due, _period) = (dueTime < TimeSpan.Zero ? null : time._now + dueTime, period);
                if (Due is not null) time._timers.Add(this);
            }
            return true;
        }

        public void Dispose()
        {
            lock (time._gate) time._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
