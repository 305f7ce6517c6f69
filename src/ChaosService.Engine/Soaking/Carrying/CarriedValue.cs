namespace ChaosService.Engine.Soaking.Carrying;

/// <summary>Something that a window left behind, and that has to be there as long as the target is.</summary>
/// <param name="Place">The window's name, which its keys stand under.</param>
/// <param name="Load">The load whose key it is, by index.</param>
/// <param name="Key">Null for a set.</param>
/// <param name="Allowed">As in <see cref="Model.Histories.CarriedRead"/>.</param>
internal sealed record CarriedValue(int Window, string Place, int Load, string? Key, IReadOnlyList<long> Allowed);
