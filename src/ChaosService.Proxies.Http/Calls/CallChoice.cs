using ChaosService.Model.Randomness;

namespace ChaosService.Proxies.Http.Calls;

/// <summary>Which of the matching calls of one node, counted from 1, a fault is for.</summary>
/// <param name="After">So many pass first. Default 0.</param>
/// <param name="First">Of those that come then, only so many; null, the default: all that come.</param>
/// <param name="Nth">Of those, each n-th. Default 1: each.</param>
/// <param name="Share">Of those, so many by chance, from above 0 to 1. Default 1: all.</param>
internal sealed record CallChoice(long After = 0, long? First = null, long Nth = 1, double Share = 1)
{
    /// <summary>The same number and seed have the same answer, whatever else goes on meanwhile.</summary>
    public bool Takes(long number, long seed)
    {
        var counted = number - After;
        if (counted <= 0 || counted > (First ?? long.MaxValue) || counted % Nth != 0) return false;
        return Share >= 1 || SeededRandom.Derive(seed, $"call/{number}").NextDouble() < Share;
    }
}
