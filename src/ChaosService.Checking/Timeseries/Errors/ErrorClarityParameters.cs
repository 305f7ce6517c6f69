using ChaosService.Model.Checks;

namespace ChaosService.Checking.Timeseries.Errors;

/// <summary>There is nothing to configure: the rules are in the documentation.</summary>
public sealed record ErrorClarityParameters : CheckParameters;
