using ChaosService.Service.Conditions;
using ChaosService.Service.Options;
using ChaosService.Service.Stopping;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ChaosService.Service.Sharing;

/// <summary>What an instance does for the others, and because of them, with every heartbeat.</summary>
internal sealed class Duties(
    IEnumerable<IDuty> duties, Halting halting, StoreOptions options, TimeProvider time, ILogger<Duties> log)
        : BackgroundService, ICondition
{
    /// <summary>A halt elsewhere takes effect here within this time.</summary>
    private static readonly TimeSpan IntervalMax = TimeSpan.FromSeconds(1);

    /// <summary>What was not done because the store did not allow it; null when all was.</summary>
    public string? Trouble { get; private set; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var interval = options.Lease / 6 < IntervalMax ? options.Lease / 6 : IntervalMax;
        using var timer = new PeriodicTimer(interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken)) await RoundAsync(stoppingToken);
    }

    private async Task RoundAsync(CancellationToken stop)
    {
        try
        {
            await halting.FollowAsync(stop);
            await Task.Run(Round, stop);
            Trouble = null;
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            // The next round does what this one did not: each looks at how things stand, not at what changed.
            Trouble = $"the shared store cannot be looked after: {e.Message}";
            log.DutiesNotDone(e.Message);
        }
    }

    private void Round()
    {
        foreach (var duty in duties) duty.Do();
    }
}
