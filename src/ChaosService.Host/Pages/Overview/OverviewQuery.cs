using ChaosService.Engine.Store;
using ChaosService.Host.Pages.Parts;
using ChaosService.Host.Scheduling;
using ChaosService.Host.Service;
using ChaosService.Host.Service.Api;
using ChaosService.Host.Service.Events;
using ChaosService.Model.Runs;

namespace ChaosService.Host.Pages.Overview;

/// <summary>Gathers what the overview shows.</summary>
internal sealed class OverviewQuery(IRunStore store, RunEventHub hub, AppliedExperiments applied, ActiveFaults faults, Trends trends, Schedules schedules)
{
    private const int RunsMax = 100;
    private const int FiringsMax = 8;

    public async Task<OverviewModel> ReadAsync(CancellationToken stop)
    {
        var running = store.List(new RunFilter(State: RunState.Running), null, RunsMax).Runs;
        var waiting = store.List(new RunFilter(State: RunState.Queued), null, RunsMax).Runs;
        var firings = from schedule in await schedules.ListAsync(stop)
                      where schedule.Next.Count > 0
                      orderby schedule.Next[0]
                      select new NextFiring(schedule.Experiment, schedule.Text, schedule.Next[0]);
        return new OverviewModel(
            [.. running.Select(r => new RunningRun(Wire.Run(r), hub.Find(r.Id)?.Snapshot()))], [.. waiting.Reverse().Select(Wire.Run)], faults.List(), trends.Of(trends.LatestNames()), [.. firings.Take(FiringsMax)], applied.All().Count);
    }
}
