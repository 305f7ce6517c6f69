namespace ChaosService.Model.Clusters;

/// <summary>A cluster whose nodes' processes can be measured from outside, without asking the nodes themselves.</summary>
public interface INodeResources
{
    /// <summary>The resources of each running node right now. A node that does not run, or cannot be measured, is absent.</summary>
    Task<IReadOnlyList<NodeUsage>> MeasureAsync(CancellationToken cancellationToken);
}

/// <param name="Series">Changes when the node's first process does.</param>
/// <param name="MemoryBytes">Anonymous resident memory of all its processes.</param>
/// <param name="OpenFiles">Open file descriptors of all its processes.</param>
public sealed record NodeUsage(string Node, string Series, long MemoryBytes, long OpenFiles);
