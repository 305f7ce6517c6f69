using ChaosService.Model.Clusters;

namespace ChaosService.Faults.Sharing;

internal static class NodeChanges
{
    /// <summary>Changes the network of a node. A node that went away meanwhile took its network with it, and nothing is wrong.</summary>
    public static async Task ChangeAsync(this ICluster cluster, NodeRuntime node, Func<Task> change, CancellationToken cancellationToken)
    {
        try
        {
            await change();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            if ((await cluster.InspectAsync(node.Node, cancellationToken)).Pid == node.Pid) throw;
        }
    }
}
