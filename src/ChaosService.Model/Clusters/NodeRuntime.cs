using System.Net;
using ChaosService.Model.Ids;

namespace ChaosService.Model.Clusters;

/// <summary>What a node's container is doing.</summary>
public enum NodeState
{
    Running,
    Paused,
    Exited,

    /// <summary>No container of that name exists.</summary>
    Gone,
}

/// <summary>A node as it is at this moment. Process, address and start time change when it restarts.</summary>
/// <param name="ContainerId">The full id; empty when gone.</param>
/// <param name="Pid">The host's pid of the node's first process; 0 unless running or paused.</param>
/// <param name="Address">Its address on the target's network; null unless running or paused.</param>
public sealed record NodeRuntime(
    string Node, ContainerId ContainerId, NodeState State, int Pid, IPAddress? Address, DateTimeOffset? StartedAt, int ExitCode,
    IReadOnlyList<NodeMount> Mounts)
{
    /// <summary>The node has not restarted in between: its network and its control group are still the same.</summary>
    public bool IsSameStart(NodeRuntime other) => Pid == other.Pid && StartedAt == other.StartedAt;
}

/// <summary>A volume or bind mount of a node: where it comes from on the host and where the node sees it.</summary>
public sealed record NodeMount(string HostPath, string NodePath);
