namespace ChaosService.Model.Clusters;

/// <summary>A cluster whose nodes of <see cref="TargetDefinition.Later"/> groups can be started.</summary>
public interface INodeStarts
{
    /// <summary>
    /// Returns when the container runs; false when it was already running. Throws <see cref="ClusterUnavailableException"/> when the engine
    /// does not start it, or the node is not one that comes later.
    /// </summary>
    Task<bool> StartAsync(string node, CancellationToken cancellationToken);
}
