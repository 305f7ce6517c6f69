using System.Globalization;
using ChaosService.Reference.Core.Catalog;

namespace ChaosService.Reference.Core.Rebalancing;

/// <summary>A copy that is to go from one node to another.</summary>
/// <param name="Source">Who has it now; a node that is down gives nothing, and then the records come from <paramref name="Donor"/>.</param>
/// <param name="Donor">A node that holds the same and is up.</param>
internal sealed record PlannedMove(ShardAddress Shard, uint Source, uint Target, uint Donor)
{
    public MoveShard ToCommand(long now) =>
        new(now, Shard.Database, Shard.Table, Text(Shard.Shard), Text(Target), Text(Source));

    private static string Text(ulong number) => number.ToString(CultureInfo.InvariantCulture);
}
