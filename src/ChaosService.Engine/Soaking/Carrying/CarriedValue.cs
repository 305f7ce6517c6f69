namespace ChaosService.Engine.Soaking.Carrying;

/// <summary>Data that a window wrote, and that must exist as long as the target does.</summary>
/// <param name="Place">The window's name, which prefixes its keys.</param>
/// <param name="Load">The load whose key it is, by index.</param>
/// <param name="Key">Null for a set.</param>
/// <param name="Allowed">As in <see cref="Model.Histories.CarriedRead"/>.</param>
internal sealed record CarriedValue(int Window, string Place, int Load, string? Key, IReadOnlyList<long> Allowed);
