using System.Text.Json.Serialization;
using ChaosService.Model.Checks;
using ChaosService.Model.Timeseries;

namespace ChaosService.Checking.Timeseries.Copies;

/// <param name="Objective">The minimum share of writes that succeed while every partition has its majority; null: only reported, but at
/// least one must succeed.</param>
/// <param name="Settle">How long after a change of the available nodes an election may still be in progress. Default 5 s.</param>
public sealed record QuorumParameters(double? Objective, TimeSpan Settle) : CheckParameters
{
    [JsonIgnore]
    public override IReadOnlyList<string> JudgedTopics => [ShardsView.Topic, ReplicasView.Topic];
}
