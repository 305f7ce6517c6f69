using System.Text.Json.Serialization;
using ChaosService.Model.Checks;

namespace ChaosService.Checking.Slo;

/// <summary>How often each probe must be met while the load runs. After the faults each probe must be met in any case.</summary>
/// <param name="Objective">The minimum share over the whole load, 0 to 1; null, the default: no requirement under faults.</param>
/// <param name="OutsideFaults">The minimum share outside the faults' windows and their settle time. Default 1.</param>
/// <param name="Settle">How long after its revert a fault still counts as active. Default 5 s, as for availability.</param>
public sealed record SteadyStateParameters(double? Objective, double OutsideFaults, TimeSpan Settle) : CheckParameters
{
    [JsonIgnore]
    public override bool JudgesProbes => true;
}
