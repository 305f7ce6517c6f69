using ChaosService.Model.Runs;
using ChaosService.Service.Conditions;
using ChaosService.Service.Logging;
using ChaosService.Service.Stopping;
using ChaosService.Service.Suites;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ChaosService.Service.Recovering;

/// <summary>
/// First reverts what an earlier process of the service left, and later what a run of this one could not revert; what cannot be
/// reverted is retried.
/// </summary>
internal sealed class Recovery(
    LeftoverSweep sweep, IRunStore store, SuiteRuns suites, Halting halting, IEnumerable<IRecoveryObserver> observers, TimeProvider time,
    ILogger<Recovery> log) : BackgroundService, ICondition
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    /// <summary>What could not be reverted yet; null when nothing is left.</summary>
    public string? Trouble => sweep.Trouble;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await sweep.RevertAsync(cancellationToken);
        foreach (var id in store.EndUnfinished(time.GetUtcNow()))
        {
            log.RunInterrupted(id);
            foreach (var observer in observers) observer.Interrupted(store.Find(id)!);
        }
        suites.EndUnfinished();
        await halting.RestoreAsync();
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            halting.Remember();
            await sweep.RevertAsync(stoppingToken);
            await sweep.ForgetMarksAsync(stoppingToken);
        }
    }
}
