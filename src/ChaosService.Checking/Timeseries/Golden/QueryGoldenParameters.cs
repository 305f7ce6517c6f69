using ChaosService.Model.Checks;

namespace ChaosService.Checking.Timeseries.Golden;

/// <summary>There is nothing to configure: the right answers follow from the history.</summary>
public sealed record QueryGoldenParameters : CheckParameters;
