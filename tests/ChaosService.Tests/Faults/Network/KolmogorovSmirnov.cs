namespace ChaosService.Tests.Faults.Network;

/// <summary>How far what was seen is from a distribution, at the most: the test of Kolmogorov and Smirnov with one sample.</summary>
internal static class KolmogorovSmirnov
{
    public static double Distance(IEnumerable<double> seen, Func<double, double> distribution)
    {
        var sorted = seen.Order().ToArray();
        var count = (double)sorted.Length;
        return sorted.Select((x, i) => Math.Max((i + 1) / count - distribution(x), distribution(x) - i / count)).Max();
    }

    /// <summary>What is more has a chance of less than 1 in 1000, by the inequality of Dvoretzky, Kiefer, Wolfowitz and Massart, which
    /// holds for every count.</summary>
    public static double Bound(int count) => Math.Sqrt(Math.Log(2 / 0.001) / (2 * count));
}
