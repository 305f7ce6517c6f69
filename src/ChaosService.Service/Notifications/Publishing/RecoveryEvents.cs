using ChaosService.Engine.Recovery;
using ChaosService.Engine.Store.Postgres;
using ChaosService.Model.Runs;
using ChaosService.Service.Notifications.Delivery;
using ChaosService.Service.Recovering;

namespace ChaosService.Service.Notifications.Publishing;

/// <summary>Notifies of what an earlier process of the service left.</summary>
/// <param name="shared">Null: there is no other instance.</param>
internal sealed class RecoveryEvents(Notifier notifier, RunEvents runs, StuckFaults stuck, SharedRuns? shared = null) : IRecoveryObserver
{
    public void Interrupted(StoredRun run)
    {
        if (notifier.Any) runs.Ended(run, result: null);
        // Another one may have receivers.
        else shared?.LeaveToTell(run.Id);
    }

    public void Swept(IReadOnlyList<LeftoverResult> results)
    {
        if (notifier.Any) stuck.Swept(results);
    }
}
