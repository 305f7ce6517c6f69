namespace ChaosService.Model.Histories;

/// <summary>Data that an earlier window of a soak acknowledged, read again in a later one.</summary>
/// <param name="TimeNs">ns since the run's start, when the answer arrived, or when waiting for it ended.</param>
/// <param name="Window">The window that wrote it.</param>
/// <param name="Key">The register; null for a set.</param>
/// <param name="Allowed">For a register: the values that it may hold, its last one and those of writes with an unknown outcome
/// (<see cref="OpValue.Nil"/>: no value). For a set: elements that must all be there.</param>
/// <param name="Found">For a register its value, for a set those of <paramref name="Allowed"/> that are there; null when no read
/// succeeded.</param>
public sealed record CarriedRead(long TimeNs, int Window, string? Key, IReadOnlyList<long> Allowed, IReadOnlyList<long>? Found);
