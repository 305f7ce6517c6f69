using System.Text.Json.Serialization;
using ChaosService.Model.Checks;
using ChaosService.Model.Timeseries;

namespace ChaosService.Checking.Timeseries.Copies;

/// <param name="Within">The longest time from a fault's revert until the node holds what others held at that time. Default 30 s.</param>
public sealed record CatchUpParameters(TimeSpan Within) : CheckParameters
{
    [JsonIgnore]
    public override IReadOnlyList<string> JudgedTopics => [ReplicasView.Topic];
}
