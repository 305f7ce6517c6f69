namespace ChaosService.Faults.Network.State;

/// <summary>
/// The inverse of the standard normal distribution, by the rational approximations of Peter Acklam (2003): at most 1.15e-9 off, relative
/// to its value.
/// </summary>
internal static class NormalQuantile
{
    private const double Tail = 0.02425;

    private static readonly double[] MiddleAbove =
    [
        -3.969683028665376e+01, 2.209460984245205e+02, -2.759285104469687e+02,
        1.383577518672690e+02, -3.066479806614716e+01, 2.506628277459239,
    ];

    private static readonly double[] MiddleBelow =
        [-5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02, 6.680131188771972e+01, -1.328068155288572e+01, 1];

    private static readonly double[] TailAbove =
        [-7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838, -2.549732539343734, 4.374664141464968, 2.938163982698783];

    private static readonly double[] TailBelow = [7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996, 3.754408661907416, 1];

    public static double At(double share)
    {
        if (share <= 0) return double.NegativeInfinity;
        if (share >= 1) return double.PositiveInfinity;
        if (share < Tail) return OfTail(share);
        if (share > 1 - Tail) return -OfTail(1 - share);
        var (x, square) = (share - 0.5, (share - 0.5) * (share - 0.5));
        return x * Polynomial(MiddleAbove, square) / Polynomial(MiddleBelow, square);
    }

    private static double OfTail(double share)
    {
        var x = Math.Sqrt(-2 * Math.Log(share));
        return Polynomial(TailAbove, x) / Polynomial(TailBelow, x);
    }

    /// <summary>The highest power first.</summary>
    private static double Polynomial(double[] coefficients, double x) => coefficients.Aggregate(0.0, (sum, c) => sum * x + c);
}
