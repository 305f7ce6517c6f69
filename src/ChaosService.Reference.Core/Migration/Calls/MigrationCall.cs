using ChaosService.Reference.Core.Catalog;

namespace ChaosService.Reference.Core.Migration.Calls;

/// <param name="Move">The id of <see cref="ShardMove"/>, by which a node recognizes late calls.</param>
/// <param name="Node">The called node.</param>
/// <param name="Source">The node whose copy it is about.</param>
internal sealed record MigrationCall(ulong Move, ShardAddress Shard, MigrationRpc Rpc, uint Node, uint Source);
