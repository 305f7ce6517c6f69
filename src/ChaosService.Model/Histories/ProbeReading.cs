namespace ChaosService.Model.Histories;

/// <summary>An answer of a probe of the steady state.</summary>
/// <param name="TimeNs">ns since the run's start, when the answer was there or was given up.</param>
/// <param name="AskedNs">When it was asked.</param>
/// <param name="Met">What is hoped for was so.</param>
/// <param name="Detail">What was found, in a sentence.</param>
public sealed record ProbeReading(long TimeNs, long AskedNs, string Probe, bool Met, string Detail);
