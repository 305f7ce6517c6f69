namespace ChaosService.Model.Histories;

/// <summary>An answer of a probe of the steady state.</summary>
/// <param name="TimeNs">ns since the run's start, when the answer arrived, or when waiting for it ended.</param>
/// <param name="AskedNs">When it was asked.</param>
/// <param name="Met">The answer was the expected one.</param>
/// <param name="Detail">What was found, in a sentence.</param>
public sealed record ProbeReading(long TimeNs, long AskedNs, string Probe, bool Met, string Detail);
