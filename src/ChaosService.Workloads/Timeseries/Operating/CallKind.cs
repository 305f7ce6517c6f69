using ChaosService.Model.Actions;
using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;
using ChaosService.Workloads.Actions.Http;

namespace ChaosService.Workloads.Timeseries.Operating;

/// <summary>A kind of action that is one call whose parts are all given in the experiment.</summary>
internal abstract class CallKind : IActionKind
{
    public abstract string Name { get; }

    public abstract string Summary { get; }

    public ActionParameters? Bind(MapReader reader) => Read(reader);

    public string DryRun(ActionParameters parameters) => parameters.ToString();

    public IAction Create(ActionParameters parameters, ICluster cluster) => new HttpAction(((ManagementCall)parameters).Request, cluster);

    /// <summary>Null when the keys are unusable; the reader holds the problems.</summary>
    protected abstract ManagementCall? Read(MapReader reader);
}
