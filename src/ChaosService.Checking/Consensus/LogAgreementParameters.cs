using System.Text.Json.Serialization;
using ChaosService.Model.Checks;
using ChaosService.Model.Histories;

namespace ChaosService.Checking.Consensus;

/// <summary>There is nothing to configure: an index of a log has one committed entry or none.</summary>
public sealed record LogAgreementParameters : CheckParameters
{
    [JsonIgnore]
    public override IReadOnlyList<string> JudgedTopics => [CommittedView.Topic];
}
