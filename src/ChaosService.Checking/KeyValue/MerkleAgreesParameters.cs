using System.Text.Json.Serialization;
using ChaosService.Model.Checks;
using ChaosService.Model.KeyValue;

namespace ChaosService.Checking.KeyValue;

/// <summary>There is nothing to configure: a hash is that of the contents, and SYNC repairs them.</summary>
public sealed record MerkleAgreesParameters : CheckParameters
{
    [JsonIgnore]
    public override bool JudgesActions => true;

    [JsonIgnore]
    public override IReadOnlyList<string> JudgedTopics => [TreeView.Topic];
}
