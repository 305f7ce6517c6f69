using ChaosService.Reference.Core.Catalog;
using ChaosService.Reference.Core.Migration;
using ChaosService.Reference.Core.Raft.Members;
using ChaosService.Reference.Core.Raft.Messages;
using ChaosService.Reference.Host.Consensus;
using ChaosService.Reference.Host.Locks;
using ChaosService.Reference.Host.Observing;
using ChaosService.Reference.Host.Settings;
using ChaosService.Reference.Host.Wire;

namespace ChaosService.Reference.Host.Cluster;

/// <summary>
/// Creates this node's copies of the partitions that the catalog assigns to it or is moving to it, and deletes those that it no longer
/// owns.
/// </summary>
internal sealed class Memberships(
    RaftDriver driver, CatalogReplica replica, CatalogClient catalog, ShardLocks locks, NodeSettings settings, NodeMetrics metrics,
    TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var newest in replica.Newest.ReadAllAsync(stoppingToken))
        {
            Show(newest);
            locks.See(newest);
            // A node that has just started replays the whole history. Acting on it would recreate copies that it has given up.
            var (state, _) = await catalog.ReadAsync(stoppingToken);
            while (state is null) (state, _) = await catalog.ReadAsync(stoppingToken);
            locks.See(state);
            foreach (var (address, shard) in state.Addressed) await JoinAsync(address, shard, stoppingToken);
            foreach (var (address, shard) in state.Addressed) await LeaveAsync(address, shard, stoppingToken);
        }
    }

    private async Task JoinAsync(ShardAddress address, Shard shard, CancellationToken cancellation)
    {
        for (var partition = 0; partition < shard.Partitions.Count; partition++)
        {
            var (id, index) = (new GroupId(shard.Id, partition), partition);
            if (!IsWanted(shard, partition) || driver.Status(id) is not null) continue;
            await driver.JoinAsync(id, () => Initial(address, index), cancellation);
            if (shard.Partitions[partition][0] == settings.NodeId) _ = LeadAsync(id, cancellation);
        }
    }

    private async Task LeaveAsync(ShardAddress address, Shard shard, CancellationToken cancellation)
    {
        if (settings.MigrationBugs.HasFlag(MigrationBugs.SourceNeverDeleted)) return;
        for (var partition = 0; partition < shard.Partitions.Count; partition++)
        {
            var (id, index) = (new GroupId(shard.Id, partition), partition);
            if (!IsLeftOver(shard, partition) || driver.Status(id) is null) continue;
            await driver.LeaveAsync(id, () => replica.State.Shard(address) is { } now && IsLeftOver(now, index), cancellation);
        }
    }

    private Membership? Initial(ShardAddress address, int partition) =>
        replica.State.Shard(address) is { } shard && IsWanted(shard, partition)
            ? replica.Past.InitialOf(new(shard.Id, partition), settings.NodeId)
            : null;

    private bool IsWanted(Shard shard, int partition) => shard.Partitions[partition] is var nodes && !IsGoneTooEarly(shard)
        && (nodes.Contains(settings.NodeId) || (IsTarget(shard) && Shard.IsMoved(nodes, shard.Move!)));

    /// <summary>A bug: the source has deleted its copy, although it still owns the shard.</summary>
    private bool IsGoneTooEarly(Shard shard) => settings.MigrationBugs.HasFlag(MigrationBugs.DeleteBeforeFlip)
        && shard.Status == ShardStatus.AwaitingCutover && shard.Move?.Source == settings.NodeId;

    private bool IsTarget(Shard shard) => shard.Move is { IsAborting: false } move && move.Target == settings.NodeId;

    /// <summary>Until a move has ended, its groups may still need the leaving member.</summary>
    private bool IsLeftOver(Shard shard, int partition) =>
        shard.Move is null && !shard.Partitions[partition].Contains(settings.NodeId);

    /// <summary>
    /// Lets a new group's preferred leader lead without waiting for an election time-out. The others get a moment to learn of the group;
    /// in a group that has had an election, a message of term 0 has no effect.
    /// </summary>
    private async Task LeadAsync(GroupId id, CancellationToken cancellation)
    {
        await Task.Delay(2 * settings.Tick, time, cancellation);
        driver.Post(id, new TimeoutNow(settings.NodeId, settings.NodeId, 0));
    }

    private void Show(CatalogState state)
    {
        foreach (var (database, tables) in state.Databases)
        {
            foreach (var (name, table) in tables)
            {
                foreach (var shard in table.Shards.Values)
                {
                    foreach (var status in Enum.GetValues<ShardStatus>())
                        metrics.ShardStatus.WithLabels(database, name, $"{shard.Id}", $"{status}").Set(shard.Status == status ? 1 : 0);
                }
            }
        }
    }
}
