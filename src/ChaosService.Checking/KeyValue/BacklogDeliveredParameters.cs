using System.Text.Json.Serialization;
using ChaosService.Model.Checks;
using ChaosService.Model.KeyValue;

namespace ChaosService.Checking.KeyValue;

/// <summary>There is nothing to configure: what a node acknowledged, it tells the others.</summary>
public sealed record BacklogDeliveredParameters : CheckParameters
{
    [JsonIgnore]
    public override IReadOnlyList<string> JudgedTopics => [ChangesView.Topic, StatisticsView.Topic];
}
