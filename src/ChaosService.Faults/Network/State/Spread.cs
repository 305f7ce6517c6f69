using System.Text.Json.Serialization;

namespace ChaosService.Faults.Network.State;

/// <summary>
/// How delays are spread about their middle, in netem's words and with netem's meaning: so many times the jitter more or less. What would
/// be less than no delay is none.
/// </summary>
[JsonConverter(typeof(JsonStringEnumConverter<Spread>))]
internal enum Spread
{
    /// <summary>Each delay up to the jitter less or more is as likely.</summary>
    [JsonStringEnumMemberName("uniform")]
    Uniform,

    /// <summary>The jitter is the standard deviation; the ends are cut off at four of them.</summary>
    [JsonStringEnumMemberName("normal")]
    Normal,

    /// <summary>
    /// Of the shape 3, as NIST Net scaled it: most are a little less than the delay, and some up to four times the jitter more.
    /// </summary>
    [JsonStringEnumMemberName("pareto")]
    Pareto,
}

/// <summary>The inverses of the distributions, which iproute2 has as tables (netem/normal.c, netem/pareto.c).</summary>
internal static class Spreads
{
    /// <summary>What fits into an entry of such a table.</summary>
    private const double Most = 4;

    private const double ParetoShape = 3;
    private const double ParetoMiddle = 1.5;
    private const double ParetoScale = 4.0 / 3;

    /// <summary>In a message.</summary>
    public static string Name(this Spread spread) => spread.ToString().ToLowerInvariant();

    /// <summary>The smallest possible value, in multiples of the jitter.</summary>
    public static double Least(this Spread spread) => spread switch
    {
        Spread.Normal => -Most, Spread.Pareto => (1 - ParetoMiddle) * ParetoScale, _ => -1,
    };

    /// <summary>And the most.</summary>
    public static double Greatest(this Spread spread) => spread == Spread.Uniform ? 1 : Most;

    /// <param name="share">From 0 to below 1: that share of all delays is less.</param>
    public static double At(this Spread spread, double share) => spread switch
    {
        Spread.Normal => Math.Clamp(NormalQuantile.At(share), -Most, Most),
        Spread.Pareto => Math.Min((Math.Pow(1 - share, -1 / ParetoShape) - ParetoMiddle) * ParetoScale, Most),
        _ => 2 * share - 1,
    };
}
