using ChaosService.Model.Checks;

namespace ChaosService.Checking.Slo;

/// <param name="AtLeast">
/// Successful ops per second of the whole load, faults included. Null: the check only reports and is valid.
/// </param>
public sealed record ThroughputParameters(double? AtLeast) : CheckParameters;
