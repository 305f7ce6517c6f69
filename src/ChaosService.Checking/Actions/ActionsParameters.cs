using System.Text.Json.Serialization;
using ChaosService.Model.Checks;

namespace ChaosService.Checking.Actions;

/// <summary>There is nothing to choose: what an action hopes for stands with it.</summary>
public sealed record ActionsParameters : CheckParameters
{
    [JsonIgnore]
    public override bool JudgesActions => true;
}
