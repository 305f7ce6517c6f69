namespace ChaosService.Tests.Service.Scheduling;

/// <summary>The machine's clock, set to another time: it goes on from there, and timers are real.</summary>
internal sealed class ShiftedClock(DateTimeOffset start) : TimeProvider
{
    private readonly long _started = System.GetTimestamp();

    public ShiftedClock(string start) : this(DateTimeOffset.Parse(start))
    {
    }

    public override DateTimeOffset GetUtcNow() => start.ToUniversalTime() + System.GetElapsedTime(_started);
}
