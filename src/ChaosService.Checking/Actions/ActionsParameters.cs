using System.Text.Json.Serialization;
using ChaosService.Model.Checks;

namespace ChaosService.Checking.Actions;

/// <summary>There is nothing to configure: each action states what it expects.</summary>
public sealed record ActionsParameters : CheckParameters
{
    [JsonIgnore]
    public override bool JudgesActions => true;
}
