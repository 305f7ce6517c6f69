using ChaosService.Reference.Core.Placement;
using ChaosService.Reference.Core.Query.Sql;

namespace ChaosService.Reference.Core.Query.Plans;

/// <summary>One partition of one shard, and the node that is asked for it.</summary>
/// <param name="IsRemote">It is on another node than the queried one.</param>
internal sealed record PartitionScan(ulong Shard, int Partition, uint Node, string Address, bool IsRemote, TimeRange Time);

/// <summary>The nodes' scans, and the processing of their answers.</summary>
/// <param name="Partitions">The number in all shards of the table: those without a scan were pruned.</param>
internal sealed record QueryPlan(SelectStatement Select, IReadOnlyList<PartitionScan> Scans, int Partitions);
