using System.Text.Json.Serialization;
using ChaosService.Model.Checks;
using ChaosService.Model.KeyValue;

namespace ChaosService.Checking.KeyValue;

/// <summary>There is nothing to configure: the last write wins, on every node.</summary>
public sealed record LwwConvergenceParameters : CheckParameters
{
    [JsonIgnore]
    public override IReadOnlyList<string> JudgedTopics => [ContentsView.Topic, ChangesView.Topic];
}
