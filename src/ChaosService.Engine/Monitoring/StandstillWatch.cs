using ChaosService.Engine.Journal;

namespace ChaosService.Engine.Monitoring;

/// <summary>
/// Notices when this process did nothing for longer than its lease: it was stopped, or the machine had no time for it. Meanwhile others may
/// have reverted its faults, and its clients sent nothing.
/// </summary>
internal sealed class StandstillWatch(TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Runs until <paramref name="stop"/>. Calls <paramref name="abort"/> at most once, with the reason.</summary>
    public async Task RunAsync(Action<string> abort, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Interval, time);
        var last = time.GetTimestamp();
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                var still = time.GetElapsedTime(last);
                last = time.GetTimestamp();
                if (still <= Leases.Length) continue;
                abort(
                    $"this process stood still for {still.TotalSeconds:0} s, longer than its lease of {Leases.Length.TotalSeconds:0} s: "
                        + "its faults may have been taken back meanwhile");
                return;
            }
        }
        catch (OperationCanceledException)
        {
            // The load is over.
        }
    }
}
