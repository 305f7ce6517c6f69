using ChaosService.Model.Checks;

namespace ChaosService.Checking.Timeseries.Golden;

/// <summary>There is nothing to choose: what a query must answer follows from the history.</summary>
public sealed record QueryGoldenParameters : CheckParameters;
