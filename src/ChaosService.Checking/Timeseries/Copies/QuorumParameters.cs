using System.Text.Json.Serialization;
using ChaosService.Model.Checks;
using ChaosService.Model.Timeseries;

namespace ChaosService.Checking.Timeseries.Copies;

/// <param name="Objective">
/// The least share of writes that succeed while every partition has its majority; null: only reported, but at least one must.
/// </param>
/// <param name="Settle">How long after a change of who is there an election may still go on. Default 5 s.</param>
public sealed record QuorumParameters(double? Objective, TimeSpan Settle) : CheckParameters
{
    [JsonIgnore]
    public override IReadOnlyList<string> JudgedTopics => [ShardsView.Topic, ReplicasView.Topic];
}
