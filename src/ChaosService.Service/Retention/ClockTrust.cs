using ChaosService.Engine.Store.Service;
using ChaosService.Model.Configuration;

namespace ChaosService.Service.Retention;

/// <summary>
/// Whether the wall clock can be trusted when it says that runs are old. One that jumps ahead of the stopwatch, or of its time
/// before a restart, is trusted only a day later: by then someone has corrected it, or it was right.
/// </summary>
internal sealed class ClockTrust(ServiceFacts facts, TimeProvider time)
{
    public static readonly TimeSpan Probation = TimeSpan.FromDays(1);

    private static readonly TimeSpan Leap = TimeSpan.FromMinutes(10);

    /// <summary>A service may be down for this long without its clock being doubted.</summary>
    private static readonly TimeSpan Absence = TimeSpan.FromDays(7);

    private readonly Lock _gate = new();
    private (DateTimeOffset Wall, long Stamp)? _seen;
    private (TimeSpan By, long Stamp)? _leapt;

    /// <summary>The time to compute ages with, or null and why there is none.</summary>
    public (DateTimeOffset? Now, string? Doubt) Ask()
    {
        lock (_gate)
        {
            var (wall, stamp) = (time.GetUtcNow(), time.GetTimestamp());
            var ahead =
                _seen is { } seen ? wall - seen.Wall - time.GetElapsedTime(seen.Stamp, stamp) : wall - (facts.ClockSeen ?? wall) - Absence;
            if (ahead > Leap) _leapt = (ahead, stamp);
            // Set back by as much: the leap is undone.
            else if (_leapt is { } undone && ahead < Leap - undone.By) _leapt = null;
            _seen = (wall, stamp);
            if (_leapt is { } leapt && time.GetElapsedTime(leapt.Stamp, stamp) < Probation)
                return (
                    null,
                    $"the clock leapt ahead by {Quantity.Format(TimeSpan.FromMinutes(Math.Round(leapt.By.TotalMinutes)))}: no run is too "
                        + $"old until it has stood for {Quantity.Format(Probation)}");
            _leapt = null;
            return (wall, null);
        }
    }

    /// <summary>Keeps a trusted time across restarts.</summary>
    public void Remember(DateTimeOffset now) => facts.SeeClock(now);
}
