using System.Text.Json.Serialization;
using ChaosService.Model.Checks;

namespace ChaosService.Checking.Slo;

/// <summary>Each bound is optional; without any bound the check only reports and is valid.</summary>
/// <param name="Objective">The minimum share of ops that succeed over the whole load, 0 to 1.</param>
/// <param name="OutsideFaults">The minimum share outside the faults' windows and their settle time, 0 to 1.</param>
/// <param name="LongestGap">The longest time without a single success.</param>
/// <param name="Settle">How long after its revert a fault still counts as active. Default 5 s: a healed partition costs an election, and
/// that is the fault's effect; the recovery check judges how long it may take.</param>
public sealed record AvailabilityParameters(double? Objective, double? OutsideFaults, TimeSpan? LongestGap, TimeSpan Settle)
    : CheckParameters
{
    public static readonly TimeSpan DefaultSettle = TimeSpan.FromSeconds(5);

    [JsonIgnore]
    public override IReadOnlyList<ServiceObjective> Objectives =>
    [
        .. Objective is { } overall ? [new ServiceObjective("availability", overall)] : Array.Empty<ServiceObjective>(),
        .. OutsideFaults is { } outside
            ? [new ServiceObjective("availability-outside-faults", outside, Settle: Settle)]
            : Array.Empty<ServiceObjective>(),
    ];
}
