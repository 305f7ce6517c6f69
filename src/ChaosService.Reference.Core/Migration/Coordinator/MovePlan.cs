using ChaosService.Reference.Core.Catalog;
using ChaosService.Reference.Core.Migration.Calls;

namespace ChaosService.Reference.Core.Migration.Coordinator;

/// <summary>
/// What is to be done at each status of a shard that moves: these calls, one after the other, and then this command to the catalog. The
/// calls can be made again at any time, so a coordinator needs to know nothing but the catalog to go on where another one fell. What a node
/// that is down would only be asked to give up is not asked of it: whoever takes it back finds that out in the catalog.
/// </summary>
internal sealed record MovePlan(IReadOnlyList<MigrationCall> Calls, CatalogCommand Then)
{
    /// <param name="down">Nodes that are not waited for. A target is, until it owns the shard: without it there is no move.</param>
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
