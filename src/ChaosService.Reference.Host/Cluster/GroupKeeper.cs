using ChaosService.Reference.Core.Catalog;
using ChaosService.Reference.Core.Raft.Effects;
using ChaosService.Reference.Core.Raft.Members;
using ChaosService.Reference.Host.Consensus;
using ChaosService.Reference.Host.Settings;
using ChaosService.Reference.Host.Wire;

namespace ChaosService.Reference.Host.Cluster;

/// <summary>
/// Brings the members of the groups that this node leads in line with the catalog, one change at a time: a partition's replicas are voters,
/// and the target of a move is a learner; all nodes are members of the catalog's group, and some of them are voters.
/// </summary>
internal sealed class GroupKeeper(
    RaftDriver driver, CatalogReplica replica, CatalogClient catalog, Liveness liveness, NodeSettings settings, TimeProvider time,
    ILogger<GroupKeeper> log) : BackgroundService
{
    /// <summary>The catalog's voters, if there are as many nodes; more when the cluster began with more.</summary>
    private const int CatalogVoters = 3;

    private readonly Dictionary<GroupId, long> _handedOver = [];

    private TimeSpan Patience => settings.Tick * settings.ElectionTicks;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(settings.Tick, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (Corrections(replica.State).Count == 0) continue;
            // A leader with an outdated catalog would undo the changes of others.
            var (state, _) = await catalog.ReadAsync(stoppingToken);
            if (state is null) continue;
            var corrections = Corrections(state);
            await Task.WhenAll(corrections.Select(c => ChangeAsync(c.Group, c.Change, stoppingToken)));
            foreach (var (group, _, successors) in corrections) HandOver(group, successors);
        }
    }

    /// <summary>The changes due in the groups that this node leads.</summary>
    private List<(GroupId Group, MembershipChange? Change, IReadOnlyList<uint> Successors)> Corrections(CatalogState state)
    {
        var shards = state.Shards.ToDictionary(s => s.Id);
        var found =
            from led in driver.Statuses
            where led.Value.Role == Role.Leader
            let plan = led.Key.IsCatalog ? CatalogPlan(state, led.Value) : PartitionPlan(shards.GetValueOrDefault(led.Key.Shard), led.Key)
            where plan is not null
            let members = new Membership([.. led.Value.Voters], [.. led.Value.Learners])
            select (led.Key, plan.Next(members, settings.NodeId), plan.Successors(members, settings.NodeId));
        return [.. found.Where(c => c.Item2 is not null || c.Item3.Count > 0)];
    }

    private async Task ChangeAsync(GroupId group, MembershipChange? change, CancellationToken cancellation)
    {
        if (change is not { } step) return;
        // Refused while the previous change is in progress, or a learner is behind: it is tried again later.
        var outcome = await driver.ChangeAsync(group, step, Patience, cancellation);
        if (outcome.Kind == OutcomeKind.Done) ClusterLog.MembershipChanged(log, group, step.Kind, step.Server);
    }

    /// <summary>To a successor that answers; not repeated before it has had the time to take over.</summary>
    private void HandOver(GroupId id, IReadOnlyList<uint> successors)
    {
        if (successors.FirstOrDefault(s => liveness.WasHeard(s, Patience)) is not (> 0 and var successor)) return;
        if (_handedOver.TryGetValue(id, out var last) && time.GetElapsedTime(last) < Patience) return;
        _handedOver[id] = time.GetTimestamp();
        driver.HandOver(id, successor);
    }

    private static MembershipPlan? PartitionPlan(Shard? shard, GroupId id)
    {
        if (shard is null) return null;
        var nodes = shard.Partitions[id.Partition];
        return new(nodes, shard.Move is { IsAborting: false } move && Shard.IsMoved(nodes, move) ? [move.Target] : []);
    }

    private MembershipPlan CatalogPlan(CatalogState state, GroupStatus status)
    {
        var there = status.Voters.Where(v => !replica.Past.WasRemoved(v)).ToList();
        var staying = there.Where(v => !IsGoing(v)).ToList();
        // A node that is registered but never starts must not be waited for in a vote.
        var coming = state.Nodes.Values
            .Where(n => n.Status == NodeStatus.Active && !there.Contains(n.Id) && liveness.WasHeard(n.Id, Patience)).Select(n => n.Id);
        List<uint> voters = [.. staying, .. coming.Take(Math.Max(0, CatalogVoters - staying.Count))];
        voters.AddRange(there.Except(voters).Take(Math.Max(0, CatalogVoters - voters.Count)));
        return new(voters.Count > 0 ? voters : status.Voters, [.. state.Nodes.Keys.Except(voters)]);

        bool IsGoing(uint node) => state.Nodes.TryGetValue(node, out var known) && NodeStatus.IsLeaving(known.Status);
    }
}
