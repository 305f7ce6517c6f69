using ChaosService.Model.Checks;

namespace ChaosService.Checking.Assumptions;

/// <param name="MinOps">The minimum number of ops that must have succeeded for any verdict to mean something. Default 100.</param>
public sealed record AssumptionsParameters(long MinOps = 100) : CheckParameters;
