using System.Text.Json.Serialization;
using ChaosService.Model.Checks;

namespace ChaosService.Checking.Durability.Carried;

/// <summary>This check has no parameters.</summary>
public sealed record CarriedOverParameters : CheckParameters
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override bool ComparesWindows => true;
}
