using ChaosService.Model.Checks;

namespace ChaosService.Checking.Slo;

/// <summary>Each bound is optional; without any the check reports and is valid.</summary>
/// <param name="Objective">The least share of ops that succeed over the whole load, 0 to 1.</param>
/// <param name="OutsideFaults">The least share outside the faults' windows, 0 to 1.</param>
/// <param name="LongestGap">The longest time without a single success.</param>
public sealed record AvailabilityParameters(double? Objective, double? OutsideFaults, TimeSpan? LongestGap) : CheckParameters;
