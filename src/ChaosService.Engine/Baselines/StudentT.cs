namespace ChaosService.Engine.Baselines;

/// <summary>Quantiles of Student's t distribution: how far a mean of few values may be off.</summary>
internal static class StudentT
{
    // One-sided, 99 %, of 1 to 30 degrees of freedom, as every table of the distribution has them.
    private static readonly double[] Quantiles =
    [
        31.821, 6.965, 4.541, 3.747, 3.365, 3.143, 2.998, 2.896, 2.821, 2.764, 2.718, 2.681, 2.650, 2.624, 2.602,
        2.583, 2.567, 2.552, 2.539, 2.528, 2.518, 2.508, 2.500, 2.492, 2.485, 2.479, 2.473, 2.467, 2.462, 2.457,
    ];

    /// <param name="degrees">Of freedom. Beyond 30 the quantile hardly shrinks, and that of 30 is used.</param>
    public static double Quantile99(int degrees) => Quantiles[Math.Min(degrees, Quantiles.Length) - 1];
}
