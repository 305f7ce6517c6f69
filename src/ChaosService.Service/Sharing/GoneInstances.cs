using ChaosService.Engine.Store.Postgres;
using ChaosService.Model.Runs;
using ChaosService.Service.Suites;
using Microsoft.Extensions.Logging;

namespace ChaosService.Service.Sharing;

/// <summary>Ends the runs of instances whose lease has expired.</summary>
internal sealed class GoneInstances(
    Instances instances, SharedRuns shared, IRunStore store, SuiteRuns suites, TimeProvider time,
    ILogger<GoneInstances> log) : IDuty
{
    public void Do()
    {
        foreach (var name in instances.BuryTheDead()) log.InstanceIsGone(name);
        foreach (var id in store.EndUnfinished(time.GetUtcNow()))
        {
            log.RunOfGoneInstance(id);
            shared.LeaveToTell(id);
        }
        suites.EndUnfinished();
    }
}
