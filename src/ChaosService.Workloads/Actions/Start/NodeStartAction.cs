using ChaosService.Model.Actions;
using ChaosService.Model.Clusters;
using ChaosService.Model.Histories;

namespace ChaosService.Workloads.Actions.Start;

/// <summary>Starting a node that already runs is not an error: the goal is reached.</summary>
internal sealed class NodeStartAction(string node, ICluster cluster) : IAction
{
    public async Task<ActionAnswer> ActAsync(CancellationToken limit)
    {
        if (cluster is not INodeStarts starts) return new(OpType.Fail, $"no node of {cluster.Project} can be started");
        try
        {
            return new(OpType.Ok, await starts.StartAsync(node, limit) ? $"{node} was started" : $"{node} ran already");
        }
        catch (ClusterUnavailableException e)
        {
            return new(OpType.Fail, e.Message);
        }
    }
}
