using ChaosService.Model.Actions;
using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;

namespace ChaosService.Workloads.Actions.Start;

/// <summary>Starts a node that the target has created but not started: one that joins later, such as a fourth node after three.</summary>
internal sealed class NodeStartKind : IActionKind
{
    public string Name => "node-start";

    public string Summary => "a node of a group that comes later is started";

    public ActionParameters? Bind(MapReader reader)
    {
        reader.Require("node", "name the node to start, one of a group that comes later");
        return reader.Text("node") is { } node ? new NodeStartParameters(node) : null;
    }

    public string DryRun(ActionParameters parameters) => $"start {((NodeStartParameters)parameters).Node}";

    public IAction Create(ActionParameters parameters, ICluster cluster) =>
        new NodeStartAction(((NodeStartParameters)parameters).Node, cluster);
}
