namespace ChaosService.Reference.Core.Catalog;

/// <summary>A node's copy of a shard on its way to another node. How far it is, the shard's status says.</summary>
/// <param name="Id">Rises with every move of the cluster: what is late and belongs to an older one can be told.</param>
/// <param name="Source">Who gives up its place in each partition that the target does not hold.</param>
/// <param name="IsAborting">It is given up: the source stays the owner, and what the target has is to be deleted.</param>
internal sealed record ShardMove(ulong Id, uint Source, uint Target, bool IsAborting);
