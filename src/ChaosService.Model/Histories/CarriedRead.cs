namespace ChaosService.Model.Histories;

/// <summary>What an earlier window of a soak had acknowledged, read again in a later one.</summary>
/// <param name="TimeNs">ns since the run's start, when the answer was there or was given up.</param>
/// <param name="Window">The window that left it.</param>
/// <param name="Key">The register; null for a set.</param>
/// <param name="Allowed">Of a register: what it may hold, its last value and those of writes whose outcome is unknown
/// (<see cref="OpValue.Nil"/>: nothing). Of a set: elements that must all be there.</param>
/// <param name="Found">Of a register its one value, of a set those of <paramref name="Allowed"/> that are there; null when no read
/// succeeded.</param>
public sealed record CarriedRead(long TimeNs, int Window, string? Key, IReadOnlyList<long> Allowed, IReadOnlyList<long>? Found);
