namespace ChaosService.Reference.Core.Catalog;

/// <summary>A move of a node's copy of a shard to another node. Its progress is the shard's status.</summary>
/// <param name="Id">Rises with every move in the cluster, so that late messages of an older move are recognized.</param>
/// <param name="Source">The node that gives up its place in each partition that the target does not hold.</param>
/// <param name="IsAborting">The move is given up: the source stays the owner, and the target's copy must be deleted.</param>
internal sealed record ShardMove(ulong Id, uint Source, uint Target, bool IsAborting);
