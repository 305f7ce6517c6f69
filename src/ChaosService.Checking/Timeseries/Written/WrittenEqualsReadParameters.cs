using ChaosService.Model.Checks;

namespace ChaosService.Checking.Timeseries.Written;

/// <param name="Linearizable">
/// An acknowledged point must be in every later read, not only in those after the last write. Default false.
/// </param>
public sealed record WrittenEqualsReadParameters(bool Linearizable = false) : CheckParameters;
