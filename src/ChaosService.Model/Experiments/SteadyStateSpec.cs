using ChaosService.Model.Probes;

namespace ChaosService.Model.Experiments;

/// <summary>The steady state: it must hold before the first fault, is watched during the faults, and must hold again after them.</summary>
/// <param name="Every">How often each probe asks while the load runs. Default 1 s.</param>
/// <param name="Within">How long each may take to be met after the faults are reverted and the target converged. Default 10 s.</param>
public sealed record SteadyStateSpec(TimeSpan Every, TimeSpan Within, IReadOnlyList<ProbeSpec> Probes);

/// <param name="Name">Unique in the experiment; in results and in the history.</param>
/// <param name="Timeout">Of one answer. Default 1 s.</param>
public sealed record ProbeSpec(string Name, string Kind, ProbeParameters Parameters, TimeSpan Timeout);
