using ChaosService.Model.Checks;

namespace ChaosService.Checking.Slo;

/// <summary>Upper bounds for the ops outside faults' windows; each is optional, and without any the check reports and is valid.</summary>
public sealed record LatencyParameters(TimeSpan? P50, TimeSpan? P90, TimeSpan? P99, TimeSpan? P999) : CheckParameters;
