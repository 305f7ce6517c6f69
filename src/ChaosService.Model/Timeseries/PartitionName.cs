namespace ChaosService.Model.Timeseries;

/// <summary>A hash partition of a time shard of a table.</summary>
/// <param name="Table">As the workload calls it, without the prefix of one run's tables.</param>
/// <param name="Partition">From 0.</param>
public readonly record struct PartitionName(string Table, long Shard, long Partition)
{
    public override string ToString() => $"partition {Partition} of shard {Shard} of table {Table}";
}
