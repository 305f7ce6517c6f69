using ChaosService.Model.Randomness;

namespace ChaosService.Faults.Network.Flap;

/// <summary>How long each phase lasts: down first, then up and down in turn. The seed decides.</summary>
internal sealed class FlapPattern(FlapParameters parameters, long seed)
{
    private readonly SeededRandom _random = SeededRandom.Derive(seed, "flap");

    /// <summary>Of the phase that begins now.</summary>
    public TimeSpan Next(bool down) =>
        (down ? parameters.Down : parameters.Up) + (2 * _random.NextDouble() - 1) * parameters.Jitter;
}
