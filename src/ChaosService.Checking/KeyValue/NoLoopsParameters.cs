using System.Text.Json.Serialization;
using ChaosService.Model.Checks;
using ChaosService.Model.KeyValue;

namespace ChaosService.Checking.KeyValue;

/// <summary>There is nothing to configure: a change is published once as a new one.</summary>
public sealed record NoLoopsParameters : CheckParameters
{
    [JsonIgnore]
    public override IReadOnlyList<string> JudgedTopics => [ChangesView.Topic, StatisticsView.Topic];
}
