using ChaosService.Engine.Recovery;
using ChaosService.Model.Runs;

namespace ChaosService.Service.Recovering;

/// <summary>Is told what recovery found. Calls must return quickly and must not throw.</summary>
internal interface IRecoveryObserver
{
    /// <summary>A run of an earlier life of the service was found unfinished and is now interrupted.</summary>
    void Interrupted(StoredRun run);

    /// <summary>What was left was tried again: every 15 s, and once before the service is ready.</summary>
    void Swept(IReadOnlyList<LeftoverResult> results);
}
