using ChaosService.Reference.Core.Raft.Settings;
using ChaosService.Reference.Host.Disk;
using ChaosService.Reference.Host.Locks;
using ChaosService.Reference.Host.Observing;
using ChaosService.Reference.Host.Snapshots;
using ChaosService.Reference.Host.Wire;

namespace ChaosService.Reference.Host.Consensus;

/// <summary>The driver's dependencies.</summary>
internal sealed record DriverParts
{
    public required uint NodeId { get; init; }

    public required RaftOptions Options { get; init; }

    public required TimeSpan Tick { get; init; }

    public required LogStore Store { get; init; }

    public required DiskSpace Space { get; init; }

    /// <summary>Creates the state machine of a group that this node is a member of.</summary>
    public required Func<GroupId, IStateMachine> Machines { get; init; }

    /// <summary>The storage of snapshots.</summary>
    public required SnapshotShelf Shelf { get; init; }

    /// <summary>A snapshot is due when this many bytes were applied, and at least as many as the previous one has.</summary>
    public required long SnapshotBytes { get; init; }

    /// <summary>Groups that currently take no proposals.</summary>
    public required ShardLocks Locks { get; init; }

    /// <summary>Sends a message. Must not block; a message may be lost.</summary>
    public required Action<GroupId, Core.Raft.Messages.Message> Send { get; init; }

    public required Draws Draws { get; init; }

    public required TimeProvider Time { get; init; }

    public required NodeMetrics Metrics { get; init; }

    public required ILogger Log { get; init; }
}
