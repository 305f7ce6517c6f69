namespace ChaosService.Tests.Service.Scheduling;

/// <summary>
/// The machine's clock, set to another time: it goes on from there, and timers are real. Quartz waits in real time, whatever clock it is
/// given, so a clock that stands still would have it wait for ever.
/// </summary>
/// <param name="haste">Timers that repeat do so so many times as often: nobody waits for their pace.</param>
internal sealed class ShiftedClock(DateTimeOffset start, int haste = 1) : TimeProvider
{
    private readonly long _started = System.GetTimestamp();
    private long _setByTicks;

    public ShiftedClock(string start) : this(DateTimeOffset.Parse(start))
    {
    }

    public override DateTimeOffset GetUtcNow() =>
        start.ToUniversalTime().AddTicks(Interlocked.Read(ref _setByTicks)) + System.GetElapsedTime(_started);

    /// <summary>As somebody does who sets the machine's clock: timers notice nothing.</summary>
    public void Set(TimeSpan by) => Interlocked.Add(ref _setByTicks, by.Ticks);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        period == Timeout.InfiniteTimeSpan
            ? base.CreateTimer(callback, state, dueTime, period)
            : base.CreateTimer(callback, state, dueTime / haste, period / haste);
}
