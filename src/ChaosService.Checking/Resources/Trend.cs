namespace ChaosService.Checking.Resources;

/// <summary>
/// The trend of a measurement that is noisy and may jump. Slope by Theil and Sen (1968): the median over all pairs, which is robust against
/// a quarter of outliers. Significance by Mann and Kendall: do later values lie above earlier ones more often than by chance? Both take
/// several series at once (a node before and after its restart) and never compare values of two series.
/// </summary>
internal sealed record Trend(double SlopePerSecond, double Z, double Level, int Samples, double MeasuredSeconds)
{
    /// <summary>With this test only, one in two hundred steady measurements looks like growth; the slope has to agree.</summary>
    private const double SignificantZ = 2.58;

    public bool Rises => Z > SignificantZ && SlopePerSecond > 0;

    /// <param name="series">Each in time order.</param>
    public static Trend Of(IReadOnlyList<IReadOnlyList<(double Seconds, double Value)>> series)
    {
        var slopes = new List<double>();
        var (score, variance) = (0.0, 0.0);
        foreach (var points in series)
        {
            for (var i = 0; i < points.Count; i++)
            {
                for (var j = i + 1; j < points.Count; j++)
                {
                    if (points[j].Seconds <= points[i].Seconds) continue;
                    slopes.Add((points[j].Value - points[i].Value) / (points[j].Seconds - points[i].Seconds));
                    score += Math.Sign(points[j].Value - points[i].Value);
                }
            }
            variance += Variance(points);
        }
        var values = series.SelectMany(s => s.Select(p => p.Value)).ToList();
        var measured = series.Where(s => s.Count > 0).Sum(s => s[^1].Seconds - s[0].Seconds);
        // Continuity correction: the score moves in steps.
        var z = variance == 0 ? 0 : (score - Math.Sign(score)) / Math.Sqrt(variance);
        return new Trend(Median(slopes), z, Median(values), values.Count, measured);
    }

    /// <summary>The variance of the score when there is no trend, with the correction for ties.</summary>
    private static double Variance(IReadOnlyList<(double Seconds, double Value)> points)
    {
        static double Term(double n) => n * (n - 1) * ((2 * n) + 5);
        return (Term(points.Count) - points.GroupBy(p => p.Value).Sum(g => Term(g.Count()))) / 18;
    }

    private static double Median(List<double> values)
    {
        if (values.Count == 0) return 0;
        values.Sort();
        return values.Count % 2 == 1 ? values[values.Count / 2] : (values[(values.Count / 2) - 1] + values[values.Count / 2]) / 2;
    }
}
