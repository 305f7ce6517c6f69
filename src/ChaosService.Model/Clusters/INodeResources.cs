namespace ChaosService.Model.Clusters;

/// <summary>A cluster whose nodes' processes can be looked at from outside, without asking the nodes themselves.</summary>
public interface INodeResources
{
    /// <summary>What each running node holds right now. A node that does not run, or cannot be looked at, is absent.</summary>
    Task<IReadOnlyList<NodeUsage>> MeasureAsync(CancellationToken cancellationToken);
}

/// <param name="Series">Changes when the node's first process does.</param>
/// <param name="MemoryBytes">Anonymous resident memory of all its processes.</param>
/// <param name="OpenFiles">Open file descriptors of all its processes.</param>
public sealed record NodeUsage(string Node, string Series, long MemoryBytes, long OpenFiles);
