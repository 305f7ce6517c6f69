using ChaosService.Engine.Reporting.Results;
using ChaosService.Model.Configuration;
using ChaosService.Model.Verdicts;

namespace ChaosService.Engine.Baselines;

/// <summary>Whether runs are worse than a baseline by more than a share, and by more than the noise of the baseline's own runs.</summary>
/// <param name="Tolerance">The share by which a figure may be worse.</param>
/// <param name="Figures">The worst first.</param>
/// <param name="Notes">What a reader should know before he believes it.</param>
public sealed record BaselineComparison(
    string Experiment, double Tolerance, int BaselineRuns, int Runs, IReadOnlyList<ComparedFigure> Figures, IReadOnlyList<string> Notes)
{
    /// <summary>Invalid: at least one figure is certainly worse. Unknown: none is, but one is worse by no more than the noise.</summary>
    public Outcome Outcome => Figures.Any(f => f.Outcome == Outcome.Invalid) ? Outcome.Invalid
        : Figures.Any(f => f.Outcome == Outcome.Unknown) ? Outcome.Unknown
        : Outcome.Valid;

    /// <param name="runs">Results with the place of each, for errors.</param>
    /// <param name="only">The figures to compare; empty: all that are known but extremes.</param>
    /// <exception cref="BadInputException">A run is not valid or did something else, or a figure is not there.</exception>
    public static BaselineComparison Of(
        Baseline baseline, IReadOnlyList<(string Place, ReportModel Results)> runs, double tolerance, IReadOnlyList<string> only)
    {
        foreach (var (place, run) in runs)
        {
            Baseline.Demand(place, run);
            if (Baseline.SetupOf(run) is var setup && setup != baseline.Setup)
                throw new BadInputException(
                    $"{place} did something else than the baseline ({setup}; {baseline.Setup}); save a baseline of what it does");
            if (baseline.Runs.Any(r => r.RunId == run.RunId))
                throw new BadInputException($"{place} is one of the baseline's own runs; name a later one");
        }
        var now = runs.Select(r => r.Results).DistinctBy(r => r.RunId).Select(ComparableFigures.Of).ToList();
        var known = baseline.Runs.SelectMany(r => r.Figures.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (only.FirstOrDefault(f => !known.Contains(f)) is { } wrong)
            throw new BadInputException($"the baseline has no figure \"{wrong}\"; it has: {string.Join(", ", known)}");
        return new BaselineComparison(
            baseline.Experiment, tolerance, baseline.Runs.Count, now.Count,
            [.. (only.Count > 0 ? only.Distinct(StringComparer.Ordinal) : known.Where(f => !ComparableFigures.IsExtreme(f)))
                .Select(f => ComparedFigure.Of(f, Values(baseline.Runs.Select(r => r.Figures), f), Values(now, f), tolerance))
                .OrderBy(f => f.Outcome switch { Outcome.Invalid => 0, Outcome.Unknown => 1, _ => 2 })
                .ThenByDescending(f => f.Worse)],
            [.. runs.Select(r => Baseline.MachineOf(r.Results)).Distinct().Where(m => m != baseline.Machine)
                .Select(m => $"the baseline was measured on {baseline.Machine}, and now it was {m}")]);
    }

    private static double[] Values(IEnumerable<IReadOnlyDictionary<string, double>> runs, string figure) =>
        [.. runs.Where(r => r.ContainsKey(figure)).Select(r => r[figure])];
}

/// <summary>One figure, of the baseline and now.</summary>
/// <param name="Baseline">The mean of the baseline's runs.</param>
/// <param name="Now">The mean of the runs that are compared; NaN: none has it.</param>
/// <param name="Worse">By which share it is worse, negative when it is better; infinite when it was 0.</param>
/// <param name="Noise">The share by which such a mean is worse in at most 1 % of cases though nothing changed.</param>
/// <param name="Outcome">Unknown: worse than allowed, which noise may explain, or too few runs have it.</param>
public sealed record ComparedFigure(string Figure, double Baseline, double Now, double Worse, double Noise, Outcome Outcome)
{
    internal static ComparedFigure Of(string figure, double[] before, double[] now, double tolerance)
    {
        var mean = before.Length == 0 ? double.NaN : before.Average();
        if (before.Length < Baselines.Baseline.RunsMin || now.Length == 0)
            return new ComparedFigure(
                figure, mean, now.Length == 0 ? double.NaN : now.Average(), double.NaN, double.NaN, Outcome.Unknown);
        var after = now.Average();
        // The prediction interval of the mean of further values from the same normal distribution.
        var deviation = Math.Sqrt(before.Sum(v => (v - mean) * (v - mean)) / (before.Length - 1));
        var noise = StudentT.Quantile99(before.Length - 1) * deviation * Math.Sqrt((1.0 / before.Length) + (1.0 / now.Length));
        var worse = ComparableFigures.IsMoreBetter(figure) ? mean - after : after - mean;
        var (share, noiseShare) = (Share(worse, mean), Share(noise, mean));
        var outcome = share <= tolerance ? Outcome.Valid : worse > noise ? Outcome.Invalid : Outcome.Unknown;
        return new ComparedFigure(figure, mean, after, share, noiseShare, outcome);
    }

    private static double Share(double value, double of) => value == 0 ? 0 : value / Math.Abs(of);
}
