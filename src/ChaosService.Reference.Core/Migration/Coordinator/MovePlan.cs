using ChaosService.Reference.Core.Catalog;
using ChaosService.Reference.Core.Migration.Calls;

namespace ChaosService.Reference.Core.Migration.Coordinator;

/// <summary>
/// The actions at each status of a shard that moves: these calls, one after the other, and then this command to the catalog. The
/// calls can be repeated at any time, so a coordinator needs only the catalog to continue where a crashed one stopped. A node that is
/// down gets no calls that only make it give up data: it finds out from the catalog when it comes back.
/// </summary>
internal sealed record MovePlan(IReadOnlyList<MigrationCall> Calls, CatalogCommand Then)
{
    /// <param name="down">Nodes that are not waited for, except a target before it owns the shard: without it there is no move.</param>
    public static MovePlan Of(ShardAddress address, Shard shard, long now, MigrationBugs bugs, IReadOnlySet<uint> down)
    {
        var move = shard.Move ?? throw new ArgumentException($"Shard {address} does not move.", nameof(shard));
        if (move.IsAborting)
            return new(
                [.. Asked(MigrationRpc.UnlockShardWrites, move.Source), .. Asked(MigrationRpc.DeleteShardData, move.Target)],
                new FinishAbort(now, address, move.Id));
        return shard.Status switch
        {
            ShardStatus.MigratingSnapshot => new(
                [.. Asked(MigrationRpc.PrepareShardSnapshot, move.Source), Call(MigrationRpc.ApplyShardSnapshot, move.Target)],
                To(ShardStatus.MigratingWAL)),
            ShardStatus.MigratingWAL => new(
                [Call(MigrationRpc.SignalWalStreamProcessed, move.Target), .. Asked(MigrationRpc.LockShardWrites, move.Source)],
                To(ShardStatus.AwaitingCutover)),
            ShardStatus.AwaitingCutover => new(
                bugs.HasFlag(MigrationBugs.DeleteBeforeFlip) ? [Call(MigrationRpc.DeleteShardData, move.Source)] : [],
                To(ShardStatus.Stable)),
            _ => new(
                [Call(MigrationRpc.UnlockShardWrites, move.Target), .. Asked(MigrationRpc.DeleteShardData, move.Source)],
                To(ShardStatus.Cleaned)),
        };

        MigrationCall[] Asked(MigrationRpc rpc, uint node) => down.Contains(node) ? [] : [Call(rpc, node)];

        MigrationCall Call(MigrationRpc rpc, uint node) => new(move.Id, address, rpc, node, move.Source);

        AdvanceMove To(ShardStatus status) => new(now, address, move.Id, status);
    }
}
