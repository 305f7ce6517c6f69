using ChaosService.Reference.Core.Placement;
using ChaosService.Reference.Core.Query.Sql;

namespace ChaosService.Reference.Core.Query.Plans;

/// <summary>One partition of one shard, and the node that is asked for it.</summary>
/// <param name="IsRemote">Another node than the one that was asked.</param>
internal sealed record PartitionScan(ulong Shard, int Partition, uint Node, string Address, bool IsRemote, TimeRange Time);

/// <summary>What the nodes are asked, and what is done with their answers.</summary>
/// <param name="Partitions">How many there are in all shards of the table: those without a scan were left out.</param>
internal sealed record QueryPlan(SelectStatement Select, IReadOnlyList<PartitionScan> Scans, int Partitions);
