using System.Text.Json.Serialization;
using ChaosService.Model.Checks;
using ChaosService.Model.Timeseries;

namespace ChaosService.Checking.Timeseries.Pruning;

/// <summary>There is nothing to configure: shards, keys and times determine which partitions can hold a row.</summary>
public sealed record PruningParameters : CheckParameters
{
    [JsonIgnore]
    public override IReadOnlyList<string> JudgedTopics => [QueriesView.Topic, ShardsView.Topic];
}
