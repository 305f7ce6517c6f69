using ChaosService.Contracts;
using ChaosService.Experiments.Targets;
using ChaosService.Service.Queue;
using ChaosService.Service.Targets;
using ChaosService.Telemetry.Metrics.Meters;
using ChaosService.Telemetry.Metrics.Registry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ChaosService.Telemetry.Metrics.Instruments;

/// <summary>
/// Polls the targets that are up, every quarter of a minute. A target that is not up has no series: nothing requires it to be up.
/// </summary>
internal sealed class TargetMetrics : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    private readonly ITargetCatalog _targets;
    private readonly TargetSwitch _power;
    private readonly RunQueue _queue;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private volatile IReadOnlyList<TargetStateReply> _seen = [];

    public TargetMetrics(
        ServiceMeter meter, ITargetCatalog targets, TargetSwitch power, RunQueue queue, TimeProvider time, ILogger<TargetMetrics> log)
    {
        (_targets, _power, _queue, _time, _log) = (targets, power, queue, time, log);
        meter.Gauges(
            "chaosservice.target.healthy", null,
            "1 when a target that is kept up, or that a run has, is healthy; under a fault it may well not be.",
            () => _seen.Select(s => Measured.Flag(s.Health == TargetProbe.Healthy).With(("target", s.Name))));
        meter.Gauges("chaosservice.target.nodes", "{node}", "Nodes of such a target, by their state.", () => _seen.SelectMany(
            s => s.Nodes.GroupBy(n => n.State).Select(g => ((double)g.Count()).With(("target", s.Name), ("state", g.Key)))));
    }

    public async Task LookAsync(CancellationToken stop)
    {
        List<TargetStateReply> seen = [];
        foreach (var definition in _targets.Names.Select(n => _targets.Find(n, [])).OfType<ChaosService.Model.Clusters.TargetDefinition>())
        {
            try
            {
                if (_queue.HolderOf(TargetSwitch.ProjectOf(definition)) is not null || _power.KeptSince(definition) is not null)
                    seen.Add(await _power.LookAsync(definition, stop));
            }
            catch (Exception e) when (!stop.IsCancellationRequested)
            {
                // A target that cannot be polled has no series until it can.
                _log.TargetNotLookedAt(definition.Name, e.Message);
            }
        }
        _seen = seen;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, _time);
        while (await timer.WaitForNextTickAsync(stoppingToken)) await LookAsync(stoppingToken);
    }
}
