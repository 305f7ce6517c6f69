using ChaosService.Engine.Running.Requests;
using ChaosService.Model.Plans;
using ChaosService.Model.Runs;

namespace ChaosService.Service.Queue;

/// <summary>
/// Follows every run of the service, from its start to its end: metrics and notifications. Calls must return quickly. One that throws is
/// logged, and the run goes on.
/// </summary>
internal interface IRunObserver
{
    /// <summary>The run begins. Returns its listener from now on; null: none.</summary>
    IRunListener? Started(StoredRun run, Plan plan);

    /// <summary>The run is over and its end is stored. Also of a run that never began.</summary>
    /// <param name="result">Null when it has no verdict.</param>
    void Ended(StoredRun run, RunResult? result);
}
