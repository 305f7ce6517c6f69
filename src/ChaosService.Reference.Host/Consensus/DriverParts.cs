using ChaosService.Reference.Core.Raft.Settings;
using ChaosService.Reference.Host.Disk;
using ChaosService.Reference.Host.Locks;
using ChaosService.Reference.Host.Observing;
using ChaosService.Reference.Host.Snapshots;
using ChaosService.Reference.Host.Wire;

namespace ChaosService.Reference.Host.Consensus;

/// <summary>What the driver works with.</summary>
internal sealed record DriverParts
{
    public required uint NodeId { get; init; }

    public required RaftOptions Options { get; init; }

    public required TimeSpan Tick { get; init; }

    public required LogStore Store { get; init; }

    public required DiskSpace Space { get; init; }

    /// <summary>Makes the state machine of a group that this node is a member of.</summary>
    public required Func<GroupId, IStateMachine> Machines { get; init; }

    /// <summary>Where snapshots are.</summary>
    public required SnapshotShelf Shelf { get; init; }

    /// <summary>A snapshot is made when as many bytes were applied, and as many as the one before has.</summary>
    public required long SnapshotBytes { get; init; }

    /// <summary>Groups that take no proposals now.</summary>
    public required ShardLocks Locks { get; init; }

    /// <summary>Takes a message on its way. Must not block; a message may be lost.</summary>
    public required Action<GroupId, Core.Raft.Messages.Message> Send { get; init; }

    public required Draws Draws { get; init; }

    public required TimeProvider Time { get; init; }

    public required NodeMetrics Metrics { get; init; }

    public required ILogger Log { get; init; }
}
