using ChaosService.Engine.Store.Applied;
using ChaosService.Service.Events;
using ChaosService.Service.Replies;
using Microsoft.Extensions.Hosting;

namespace ChaosService.Service.Readiness;

/// <summary>Informs watchers of the service when it halts, resumes, or a problem begins or ends, whatever the cause.</summary>
internal sealed class HealthWatch(
    ServiceHealth health, ServiceEvents events, AppliedExperiments applied, AppliedSuites suites, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        applied.Changed += events.ExperimentChanged;
        suites.Changed += suite => events.ExperimentChanged(SuiteName.Of(suite));
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        for (var last = Now(); await timer.WaitForNextTickAsync(stoppingToken);)
        {
            var now = Now();
            if (now != last) events.Changed(health.Read());
            last = now;
        }
    }

    private string Now() => $"{health.Closed}\n{string.Join('\n', [.. health.Troubles, .. health.Warnings])}";
}
