using ChaosService.Model.Randomness;

namespace ChaosService.Proxies.Choosing;

/// <summary>Which of the matching calls or messages of one node, counted from 1, a fault applies to.</summary>
/// <param name="After">The number that pass first. Default 0.</param>
/// <param name="First">Of the following, only this many; null, the default: all.</param>
/// <param name="Nth">Of those, every n-th. Default 1: all.</param>
/// <param name="Share">Of those, this share at random, from above 0 to 1. Default 1: all.</param>
internal sealed record Choice(long After = 0, long? First = null, long Nth = 1, double Share = 1)
{
    /// <summary>The same number and seed give the same answer, whatever else happens meanwhile.</summary>
    public bool Takes(long number, long seed)
    {
        var counted = number - After;
        if (counted <= 0 || counted > (First ?? long.MaxValue) || counted % Nth != 0) return false;
        return Share >= 1 || SeededRandom.Derive(seed, $"call/{number}").NextDouble() < Share;
    }
}
