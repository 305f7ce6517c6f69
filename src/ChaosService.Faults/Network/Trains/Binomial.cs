namespace ChaosService.Faults.Network.Trains;

/// <summary>
/// The exact bounds of Clopper and Pearson: which shares are plausible for a measured count. A value outside happens once
/// in a thousand times on a healthy link, and a measurement that fails is repeated.
/// </summary>
internal static class Binomial
{
    private const double Tail = 0.0005;

    public static (double Low, double High) Bounds(int seen, int of) => of == 0
        ? (0, 1)
        : (seen == 0 ? 0 : Solve(p => 1 - AtMost(seen - 1, of, p) < Tail), seen == of ? 1 : Solve(p => AtMost(seen, of, p) > Tail));

    /// <summary>The probability of at most this many.</summary>
    public static double AtMost(int seen, int of, double share)
    {
        if (share <= 0 || seen >= of) return 1;
        if (share >= 1) return 0;
        var (sum, log) = (0.0, of * Math.Log(1 - share));
        for (var k = 0; k <= seen; k++)
        {
            if (k > 0) log += Math.Log((of - k + 1.0) / k * share / (1 - share));
            sum += Math.Exp(log);
        }
        return Math.Min(1, sum);
    }

    /// <summary>The largest share for which it is so; it is so up to there.</summary>
    private static double Solve(Func<double, bool> isBelow)
    {
        var (low, high) = (0.0, 1.0);
        for (var i = 0; i < 40; i++)
        {
            var middle = (low + high) / 2;
            if (isBelow(middle)) low = middle;
            else high = middle;
        }
        return (low + high) / 2;
    }
}
