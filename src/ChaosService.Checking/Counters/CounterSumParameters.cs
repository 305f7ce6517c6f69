using ChaosService.Model.Checks;

namespace ChaosService.Checking.Counters;

/// <param name="FinalOnly">
/// Only the reads that began after the last change was done are judged, not those and the totals meanwhile: for databases whose copies
/// agree only in the end. Default: all.
/// </param>
internal sealed record CounterSumParameters(bool FinalOnly = false) : CheckParameters;
