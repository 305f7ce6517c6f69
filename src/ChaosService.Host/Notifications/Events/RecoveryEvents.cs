using ChaosService.Engine.Recovery;
using ChaosService.Host.Notifications.Delivery;
using ChaosService.Host.Service;
using ChaosService.Model.Runs;

namespace ChaosService.Host.Notifications.Events;

/// <summary>Tells of what an earlier life of the service left.</summary>
internal sealed class RecoveryEvents(Notifier notifier, RunEvents runs, StuckFaults stuck) : IRecoveryObserver
{
    public void Interrupted(StoredRun run) => runs.Ended(run, result: null);

    public void Swept(IReadOnlyList<LeftoverResult> results)
    {
        if (notifier.Any) stuck.Swept(results);
    }
}
