using System.Text.Json.Serialization;
using ChaosService.Model.Checks;
using ChaosService.Model.Histories;

namespace ChaosService.Checking.Consensus;

/// <summary>There is nothing to configure: a term has one leader or none.</summary>
public sealed record OneLeaderPerTermParameters : CheckParameters
{
    [JsonIgnore]
    public override IReadOnlyList<string> JudgedTopics => [RaftView.Topic];
}
