using ChaosService.Engine.Store.Applied;
using ChaosService.Model.Runs;
using ChaosService.Service.Events;
using ChaosService.Service.Queue;
using ChaosService.Service.Replies;
using ChaosService.Service.Scheduling;
using ChaosService.Service.Targets;
using ChaosService.Web.Pages.Parts;

namespace ChaosService.Web.Pages.Overview;

/// <summary>Collects the data of the overview.</summary>
internal sealed class OverviewQuery(
    RunQueue queue, RunEventHub hub, AppliedExperiments applied, ActiveFaults faults, Trends trends, Schedules schedules)
{
    private const int WaitingMax = 20;
    private const int FiringsMax = 8;

    public async Task<OverviewModel> ReadAsync(CancellationToken stop)
    {
        var runs = queue.GoingOn.ToLookup(r => r.State);
        var firings = from schedule in await schedules.ListAsync(stop)
                      where schedule.Next.Count > 0
                      orderby schedule.Next[0]
                      select new NextFiring(schedule.Experiment, schedule.Text, schedule.Next[0]);
        return new OverviewModel(
            [.. runs[RunState.Running].Select(r => new RunningRun(Wire.Run(r), hub.Find(r.Id)?.Snapshot()))],
            [.. runs[RunState.Queued].Take(WaitingMax).Select(Wire.Run)], runs[RunState.Queued].Count(), faults.List(),
            trends.Of(trends.LatestNames()), [.. firings.Take(FiringsMax)], applied.All().Count);
    }
}
