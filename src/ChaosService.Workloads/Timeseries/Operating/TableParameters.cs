using ChaosService.Model.Actions;

namespace ChaosService.Workloads.Timeseries.Operating;

/// <summary>What is done to one of the run's own tables, or to one of its shards.</summary>
/// <param name="Node">The node to ask; any node will do.</param>
/// <param name="Table">As named in the workload, without the run's prefix.</param>
/// <param name="Shard">Which of the table's shards, from 0, in the order of their ids.</param>
/// <param name="To">The number of the node to move it to; null: the first of those with the fewest partitions of it, but not all.</param>
/// <param name="Keys">The shard keys; null: unchanged.</param>
/// <param name="Partitions">For future shards; null: unchanged.</param>
/// <param name="Status">Any of them is expected.</param>
internal sealed record TableParameters(
    string Node, string Table, int Shard, long? To, IReadOnlyList<string>? Keys, long? Partitions, IReadOnlyList<int> Status)
    : ActionParameters
{
    public override IReadOnlyList<string> Nodes => [Node];
}
