using ChaosService.Model.Ids;

namespace ChaosService.Model.Clusters;

/// <summary>A running target: its members and where each is right now.</summary>
public interface ICluster
{
    /// <summary>The compose project, which a run holds exclusively.</summary>
    ProjectName Project { get; }

    TargetDefinition Definition { get; }

    /// <summary>Members in the definition's order; the first group is the database itself.</summary>
    IReadOnlyList<ClusterNode> Nodes { get; }

    /// <summary>Asks the container engine. Throws <see cref="ClusterUnavailableException"/> when the engine does not answer.</summary>
    ValueTask<NodeRuntime> InspectAsync(string node, CancellationToken cancellationToken);

    /// <summary>
    /// The last known state without asking: cheap enough for every connection attempt. Kept fresh by the engine's events.
    /// </summary>
    NodeRuntime LastKnown(string node);

    /// <summary>Raised after a node's container restarted; handlers must be quick. The argument is the node's name.</summary>
    event Action<string>? NodeStarted;

    /// <summary>Copies the node's log to the destination; returns when the log so far is written.</summary>
    Task CopyLogsAsync(string node, Stream destination, CancellationToken cancellationToken);
}

/// <summary>The container engine, or a node that is needed, cannot be reached. Exit code 69.</summary>
public sealed class ClusterUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
