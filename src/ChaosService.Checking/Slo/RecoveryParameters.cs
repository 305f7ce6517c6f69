using ChaosService.Model.Checks;

namespace ChaosService.Checking.Slo;

/// <param name="Within">The longest time from a fault's revert to steady success. Default 10 s.</param>
public sealed record RecoveryParameters(TimeSpan Within) : CheckParameters;
