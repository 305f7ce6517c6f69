using ChaosService.Model.Actions;

namespace ChaosService.Workloads.Timeseries.Operating;

/// <summary>What is done to a table of the run's own, or to one of its shards.</summary>
/// <param name="Node">Which is asked; any of them will do.</param>
/// <param name="Table">As the workload calls it, without what a run puts before it.</param>
/// <param name="Shard">Which of the table's shards, from 0, in the order of their ids.</param>
/// <param name="To">The number of the node that is to have it; null: the first that has the fewest partitions of it, and not all.</param>
/// <param name="Keys">The shard keys; null: as they are.</param>
/// <param name="Partitions">Of shards that are yet to come; null: as many as before.</param>
/// <param name="Status">Any of them is hoped for.</param>
internal sealed record TableParameters(
    string Node, string Table, int Shard, long? To, IReadOnlyList<string>? Keys, long? Partitions, IReadOnlyList<int> Status)
    : ActionParameters
{
    public override IReadOnlyList<string> Nodes => [Node];
}
