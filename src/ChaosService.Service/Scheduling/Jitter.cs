using ChaosService.Model.Randomness;

namespace ChaosService.Service.Scheduling;

/// <summary>How late a firing is: a pure function of seed, experiment and due time, so that it can be shown before it happens.</summary>
internal sealed class Jitter(long seed)
{
    /// <summary>From zero up to, and without, <paramref name="max"/>.</summary>
    public TimeSpan Of(string experiment, DateTimeOffset due, TimeSpan max) =>
        max * SeededRandom.Derive(seed, $"{experiment} {due.ToUnixTimeSeconds()}").NextDouble();
}
