using System.Text.Json.Serialization;
using ChaosService.Model.Checks;
using ChaosService.Model.Timeseries;

namespace ChaosService.Checking.Timeseries.Copies;

/// <param name="Replicas">How many copies each partition has; null: as many as when it was first observed.</param>
/// <param name="Spread">How many more copies of a table the node with the most may have than the node with the fewest; null: only
/// reported.</param>
/// <param name="Hashed">Whether partitions are judged by murmur3 of the tag <c>key</c>. Default true.</param>
public sealed record PlacementParameters(int? Replicas = null, int? Spread = null, bool Hashed = true) : CheckParameters
{
    [JsonIgnore]
    public override IReadOnlyList<string> JudgedTopics => [ShardsView.Topic, ReplicasView.Topic];
}
