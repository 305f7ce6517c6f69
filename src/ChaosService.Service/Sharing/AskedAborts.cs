using ChaosService.Engine.Store.Postgres;
using ChaosService.Service.Queue;

namespace ChaosService.Service.Sharing;

/// <summary>Ends the runs that another instance was asked to end.</summary>
internal sealed class AskedAborts(SharedRuns shared, RunQueue queue) : IDuty
{
    public void Do()
    {
        foreach (var (runId, reason) in shared.AskedToAbort()) queue.Abort(runId, reason);
    }
}
