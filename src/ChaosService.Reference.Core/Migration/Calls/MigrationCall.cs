using ChaosService.Reference.Core.Catalog;

namespace ChaosService.Reference.Core.Migration.Calls;

/// <param name="Move">The id of <see cref="ShardMove"/>: a node tells by it what is late.</param>
/// <param name="Node">Who is asked.</param>
/// <param name="Source">Whose copy it is about.</param>
internal sealed record MigrationCall(ulong Move, ShardAddress Shard, MigrationRpc Rpc, uint Node, uint Source);
