using ChaosService.Model.Actions;
using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;
using ChaosService.Model.KeyValue;

namespace ChaosService.Workloads.MerkleKv.Operating;

/// <summary>Has every node take what it lacks from every other one.</summary>
internal sealed class SyncKind : IActionKind
{
    public string Name => SyncActions.Kind;

    public string Summary => "SYNC on every node, with every other one";

    public ActionParameters? Bind(MapReader reader)
    {
        var problems = reader.Problems.Count;
        var (full, verify) = (reader.Flag("full") ?? false, reader.Flag("verify") ?? false);
        reader.Done();
        return reader.Problems.Count > problems ? null : new SyncParameters(full, verify);
    }

    public string DryRun(ActionParameters parameters) => $"SYNC{((SyncParameters)parameters).Options} on every node, with every other one";

    public IAction Create(ActionParameters parameters, ICluster cluster) => new SyncAction((SyncParameters)parameters, cluster);
}
