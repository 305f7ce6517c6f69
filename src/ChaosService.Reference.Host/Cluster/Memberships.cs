using ChaosService.Reference.Core.Catalog;
using ChaosService.Reference.Core.Raft.Messages;
using ChaosService.Reference.Host.Consensus;
using ChaosService.Reference.Host.Observing;
using ChaosService.Reference.Host.Settings;
using ChaosService.Reference.Host.Wire;

namespace ChaosService.Reference.Host.Cluster;

/// <summary>Makes this node a member of the groups of those partitions that the catalog gives it.</summary>
internal sealed class Memberships(
    RaftDriver driver, CatalogReplica replica, NodeSettings settings, NodeMetrics metrics, TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var state in replica.Newest.ReadAllAsync(stoppingToken))
        {
            Show(state);
            foreach (var shard in state.Shards) await JoinAsync(shard, stoppingToken);
        }
    }

    private async Task JoinAsync(Shard shard, CancellationToken cancellation)
    {
        for (var partition = 0; partition < shard.Partitions.Count; partition++)
        {
            var (id, nodes) = (new GroupId(shard.Id, partition), shard.Partitions[partition]);
            if (!nodes.Contains(settings.NodeId) || driver.Status(id) is not null) continue;
            await driver.JoinAsync(id, Core.Raft.Members.Membership.Of(nodes), cancellation);
            if (nodes[0] == settings.NodeId) _ = LeadAsync(id, cancellation);
        }
    }

    /// <summary>
    /// A new group's preferred leader need not wait until the others have missed one. They are given a moment to hear of the group; what
    /// is said of term 0 means nothing to a group that has had an election.
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
