using ChaosService.Model.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ChaosService.Service.Scheduling;

/// <summary>
/// Notices with the stopwatch that the wall clock was set. After a jump forwards, skipped firings count as missed, which the scheduler
/// notices itself. After a jump back, the scheduler would wait until the old time comes again, so the next firings are recomputed.
/// </summary>
internal sealed class ClockWatch(Schedules schedules, TimeProvider time, ILogger<ClockWatch> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>Less is what time daemons do all the time.</summary>
    private static readonly TimeSpan Leap = TimeSpan.FromSeconds(30);

    private (DateTimeOffset Wall, long Stamp) _seen;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _seen = (time.GetUtcNow(), time.GetTimestamp());
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken)) await LookAsync(stoppingToken);
    }

    private async Task LookAsync(CancellationToken stop)
    {
        var (wall, stamp) = (time.GetUtcNow(), time.GetTimestamp());
        var ahead = wall - _seen.Wall - time.GetElapsedTime(_seen.Stamp, stamp);
        try
        {
            if (ahead.Duration() >= Leap)
                log.ClockWasSet(
                    ahead > TimeSpan.Zero ? "forwards" : "back",
                    Quantity.Format(TimeSpan.FromSeconds(Math.Round(ahead.Duration().TotalSeconds))));
            if (ahead <= -Leap) await schedules.RestartAsync(stop);
            _seen = (wall, stamp);
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            // The disk may be full: what was seen before stays, so the next look tries again.
            log.SchedulesNotRestarted(e.Message);
        }
    }
}
