using System.Globalization;
using ChaosService.Reference.Core.Catalog;

namespace ChaosService.Reference.Core.Rebalancing;

/// <summary>A copy to be moved from one node to another.</summary>
internal sealed record PlannedMove(ShardAddress Shard, uint Source, uint Target)
{
    public MoveShard ToCommand(long now) =>
        new(now, Shard.Database, Shard.Table, Text(Shard.Shard), Text(Target), Text(Source));

    private static string Text(ulong number) => number.ToString(CultureInfo.InvariantCulture);
}
