using ChaosService.Reference.Core.Catalog;
using ChaosService.Reference.Core.Migration;
using ChaosService.Reference.Core.Migration.Calls;
using ChaosService.Reference.Host.Cluster;
using ChaosService.Reference.Host.Consensus;
using ChaosService.Reference.Host.Locks;
using ChaosService.Reference.Host.Settings;
using ChaosService.Reference.Host.Wire;

namespace ChaosService.Reference.Host.Moves;

/// <summary>A node's side of a move: the coordinator's calls about its copy of a shard. Each may be repeated.</summary>
internal sealed class LocalShards(
    RaftDriver driver, CatalogReplica replica, CatalogClient catalog, ShardLocks locks, NodeSettings settings, TimeProvider time)
{
    /// <summary>Of one call: the coordinator repeats it.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    /// <summary>Of one request to a group's leader, which may be changing.</summary>
    private static readonly TimeSpan TryLimit = TimeSpan.FromMilliseconds(300);

    /// <returns>The reason of a failure; null on success.</returns>
    public async Task<string?> DoAsync(MigrationRpc rpc, ShardAddress address, ulong moveId, CancellationToken cancellation)
    {
        var (state, why) = await catalog.ReadAsync(cancellation);
        if (state is null) return $"node {settings.NodeId}: {why}";
        if (state.Shard(address) is not { Move: { } move } shard || move.Id != moveId)
            return rpc >= MigrationRpc.UnlockShardWrites ? null : $"move {moveId} of shard {address} is over";
        locks.See(state);
        return rpc switch
        {
            MigrationRpc.PrepareShardSnapshot => Missing(shard, move),
            MigrationRpc.ApplyShardSnapshot => await CatchUpAsync(Moved(shard, move), cancellation),
            MigrationRpc.SignalWalStreamProcessed => Has(MigrationBugs.CutoverWithoutWalSync)
                ? null
                : await CatchUpAsync(Moved(shard, move), cancellation),
            MigrationRpc.LockShardWrites => await CloseAsync(shard, move, cancellation),
            MigrationRpc.UnlockShardWrites => await OpenAsync(shard, move, cancellation),
            _ => await DeleteAsync(address, shard, move, cancellation),
        };
    }

    private string? Missing(Shard shard, ShardMove move) => Moved(shard, move).Where(g => driver.Status(g) is null)
        .Select(g => $"node {settings.NodeId} has no copy of {g} to send").FirstOrDefault();

    /// <summary>An answered read shows that this copy, too, has everything that was acknowledged before.</summary>
    private async Task<string?> CatchUpAsync(IEnumerable<GroupId> groups, CancellationToken cancellation)
    {
        using var late = new CancellationTokenSource(Limit, time);
        foreach (var group in groups)
        {
            while (await driver.ReadAsync(group, TryLimit, cancellation) is { Kind: not OutcomeKind.Done } outcome)
            {
                if (late.IsCancellationRequested) return $"node {settings.NodeId} has not caught up with {group}: {outcome.Why}";
                await Task.Delay(settings.Tick, time, cancellation);
            }
        }
        return null;
    }

    private async Task<string?> CloseAsync(Shard shard, ShardMove move, CancellationToken cancellation)
    {
        if (Missing(shard, move) is { } missing) return missing;
        locks.Close(move.Id);
        return await CatchUpAsync(Moved(shard, move), cancellation);
    }

    /// <summary>
    /// The owner takes writes when its groups have exactly the catalog's members. Only then may the other node delete its copy:
    /// a leader that still counted on that copy would wait for it for ever.
    /// </summary>
    private async Task<string?> OpenAsync(Shard shard, ShardMove move, CancellationToken cancellation)
    {
        GroupId[] own = [.. Groups(shard).Where(g => shard.Partitions[g.Partition].Contains(settings.NodeId))];
        if (await CatchUpAsync(own, cancellation) is { } behind) return behind;
        foreach (var group in own)
            if (!IsSettled(group, shard.Partitions[group.Partition])) return $"the members of {group} are being changed";
        locks.Open(move.Id);
        return null;
    }

    private bool IsSettled(GroupId group, IReadOnlyList<uint> nodes) => driver.Status(group) is { } status
        && status.Voters.Order().SequenceEqual(nodes.Order()) && status.Learners.Count == 0 && status.Commit >= status.Changed;

    /// <summary>
    /// Whether the copy may be deleted is checked again on the driver's thread, where the catalog changes: it may be needed again by then.
    /// </summary>
    private async Task<string?> DeleteAsync(ShardAddress address, Shard shard, ShardMove move, CancellationToken cancellation)
    {
        if (Has(MigrationBugs.SourceNeverDeleted) && move.Source == settings.NodeId) return null;
        foreach (var group in Groups(shard).Where(g => IsToGo(shard, move.Id, g.Partition)))
            await driver.LeaveAsync(
                group, () => replica.State.Shard(address) is { } now && IsToGo(now, move.Id, group.Partition), cancellation);
        return null;
    }

    private bool IsToGo(Shard shard, ulong moveId, int partition) => shard.Move is { } move && move.Id == moveId
        && (!shard.Partitions[partition].Contains(settings.NodeId)
            || (Has(MigrationBugs.DeleteBeforeFlip) && Shard.IsMoved(shard.Partitions[partition], move)));

    private bool Has(MigrationBugs bug) => settings.MigrationBugs.HasFlag(bug);

    private static IEnumerable<GroupId> Groups(Shard shard) =>
        Enumerable.Range(0, shard.Partitions.Count).Select(p => new GroupId(shard.Id, p));

    private static IEnumerable<GroupId> Moved(Shard shard, ShardMove move) =>
        Groups(shard).Where(g => Shard.IsMoved(shard.Partitions[g.Partition], move));
}
