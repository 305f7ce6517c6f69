using ChaosService.Engine.Recovery;
using ChaosService.Model.Runs;

namespace ChaosService.Service.Recovering;

/// <summary>Called with what recovery found. Calls must return quickly and must not throw.</summary>
internal interface IRecoveryObserver
{
    /// <summary>An unfinished run of an earlier process of the service was found, and is now interrupted.</summary>
    void Interrupted(StoredRun run);

    /// <summary>Leftovers were retried: every 15 s, and once before the service is ready.</summary>
    void Swept(IReadOnlyList<LeftoverResult> results);
}
