using ChaosService.Checking.Findings;
using ChaosService.Model.Configuration;
using ChaosService.Model.Histories;
using ChaosService.Model.Verdicts;

namespace ChaosService.Checking.Resources;

/// <summary>The verdict on one resource of one node.</summary>
internal sealed record NodeTrend(string Node, string Resource, Outcome Outcome, string Sentence, Trend Trend)
{
    private const int SamplesMin = 12;

    /// <summary>This many samples make 180,000 pairs.</summary>
    private const int SamplesMax = 600;

    /// <param name="allowed">As a share of the level, in the time of <paramref name="parameters"/>.</param>
    /// <param name="least">Growth below this is not a leak: a few more connections, a new buffer.</param>
    public static NodeTrend Of(
        string node, Unit unit, double allowed, double least, IReadOnlyList<ResourceSample> samples, ResourceTrendParameters parameters)
    {
        var trend = Trend.Of(Series(samples, unit, parameters.After.TotalSeconds));
        NodeTrend Say(Outcome outcome, string sentence) => new(node, unit.Name, outcome, $"{unit.Name} of {node} {sentence}", trend);

        if (trend.Samples < SamplesMin)
            return Say(
                Outcome.Unknown,
                $"was measured {trend.Samples} times after the warm-up of {Quantity.Format(parameters.After)}, too few to see a trend (at "
                    + $"least {SamplesMin})");
        var seen = trend.SlopePerSecond * trend.MeasuredSeconds;
        var projected = trend.SlopePerSecond * parameters.Over.TotalSeconds;
        var limit = Math.Max(allowed * trend.Level, least);
        // Growth that was already measured needs no extrapolation, however short the measurement.
        if (trend.Rises && seen > limit)
            return Say(
                Outcome.Invalid,
                $"grew by {unit.Write(seen)} ({Words.Percent(seen / trend.Level)}) in {Minutes(trend.MeasuredSeconds)}; {Allowed()}");
        if (trend.MeasuredSeconds < parameters.Over.TotalSeconds / 2)
            return Say(
                Outcome.Unknown,
                $"was measured for {Minutes(trend.MeasuredSeconds)}, less than half of the {Quantity.Format(parameters.Over)} that its "
                    + $"growth is judged for");
        if (trend.Rises && projected > limit)
            return Say(
                Outcome.Invalid,
                $"grows by {unit.Write(projected)} ({Words.Percent(projected / trend.Level)}) in "
                    + $"{Quantity.Format(parameters.Over)}; {Allowed()}");
        return Say(Outcome.Valid, $"is steady at {unit.Write(trend.Level)}");

        string Allowed() => $"allowed are {unit.Write(limit)} in {Quantity.Format(parameters.Over)}";
    }

    /// <summary>The lives of the node, each without its warm-up, thinned together to a number that can be compared pairwise.</summary>
    private static List<IReadOnlyList<(double, double)>> Series(IReadOnlyList<ResourceSample> samples, Unit unit, double warmUpSeconds)
    {
        var lives = samples.GroupBy(s => s.Series, StringComparer.Ordinal)
            .Select(life => life.Select(s => (Seconds: s.TimeNs / 1e9, Value: unit.Of(s))).ToList())
            .Select(life => life.Where(p => p.Seconds - life[0].Seconds >= warmUpSeconds).ToList())
            .ToList();
        var stride = Math.Max(1, (int)Math.Ceiling(lives.Sum(l => l.Count) / (double)SamplesMax));
        return [.. lives.Select(l => (IReadOnlyList<(double, double)>)[.. l.Where((_, i) => i % stride == 0)])];
    }

    private static string Minutes(double seconds) => Words.Span((long)(seconds * 1e9));
}

/// <summary>A resource's name, its value in a sample, and the format of its amounts.</summary>
internal sealed record Unit(string Name, Func<ResourceSample, double> Of, Func<double, string> Write)
{
    public static Unit Memory { get; } = new("memory", s => s.MemoryBytes, Words.Mebibytes);

    public static Unit Fds { get; } = new("fds", s => s.OpenFiles, v => $"{v:0.#} open files");
}
