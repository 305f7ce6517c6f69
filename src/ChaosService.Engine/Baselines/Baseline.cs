using System.Text.Json;
using ChaosService.Engine.Reporting.Html;
using ChaosService.Engine.Reporting.Results;
using ChaosService.Model.Configuration;

namespace ChaosService.Engine.Baselines;

/// <summary>
/// The figures of several runs of one experiment. Each run's own are kept instead of a mean: how much they differ is the noise that a
/// later run is judged with.
/// </summary>
public sealed record Baseline
{
    public const string CurrentFormat = "chaosservice/baseline-v1";

    /// <summary>With fewer, what the noise is cannot be told.</summary>
    public const int RunsMin = 3;

    public required string Format { get; init; }

    public required string Experiment { get; init; }

    /// <summary>What the runs did, apart from the seed: target, duration, load and kinds of fault.</summary>
    public required string Setup { get; init; }

    /// <summary>What the runs ran on.</summary>
    public required string Machine { get; init; }

    public required DateTimeOffset SavedAt { get; init; }

    public required IReadOnlyList<BaselineRun> Runs { get; init; }

    /// <param name="runs">Results with the place of each, for errors.</param>
    /// <exception cref="BadInputException">Too few runs, of different experiments, or without a verdict to rely on.</exception>
    public static Baseline Of(IReadOnlyList<(string Place, ReportModel Results)> runs, DateTimeOffset now)
    {
        if (runs.Select(r => r.Results.RunId).Distinct(StringComparer.Ordinal).Count() < RunsMin)
            throw new BadInputException(
                $"a baseline needs {RunsMin} different runs of an experiment to know the noise of its figures, and these are {runs.Count}; "
                    + "run it more often, with any seed");
        var (place, first) = runs[0];
        var setup = SetupOf(first);
        foreach (var (otherPlace, other) in runs)
        {
            Demand(otherPlace, other);
            if (other.Plan.Experiment != first.Plan.Experiment || SetupOf(other) != setup)
                throw new BadInputException(
                    $"{otherPlace} and {place} did different things ({SetupOf(other)}; {setup}); a baseline is of one experiment");
            if (MachineOf(other) != MachineOf(first))
                throw new BadInputException(
                    $"{otherPlace} ran on {MachineOf(other)} and {place} on {MachineOf(first)}; a baseline is of one machine");
        }
        return new Baseline
        {
            Format = CurrentFormat,
            Experiment = first.Plan.Experiment,
            Setup = setup,
            Machine = MachineOf(first),
            SavedAt = now,
            Runs = [.. runs.Select(r => r.Results).DistinctBy(r => r.RunId).Select(BaselineRun.Of)],
        };
    }

    /// <summary>The figures of a run that was ended early, or that is wrong, say nothing about speed.</summary>
    internal static void Demand(string place, ReportModel run)
    {
        if (run.Verdict is not { Aborted: null, Outcome: Model.Verdicts.Outcome.Valid })
            throw new BadInputException(
                $"{place} is {(run.Verdict.Aborted is null ? Text.Word(run.Verdict.Outcome) : "aborted")}"
                    + $" ({run.Verdict.Reason}); only valid runs are compared");
    }

    internal static string SetupOf(ReportModel run) => string.Join(", ", (string[])
    [
        $"{run.Plan.Experiment} on {run.Plan.Attach ?? run.Plan.Target} for {Quantity.Format(run.Plan.Duration)}",
        .. run.Plan.Load.Select(l => $"{l.Workload} with {l.Clients} clients"
            + $"{(l.RatePerSecond is { } rate ? $" at {rate:0.###}/s" : "")} {JsonSerializer.Serialize(l.Parameters)}"),
        .. run.Plan.Faults.Select(f => f.Kind).Order(StringComparer.Ordinal),
    ]);

    internal static string MachineOf(ReportModel run) =>
        run.Environment.TryGetValue("machine", out var machine) ? machine : "an unknown machine";
}

/// <param name="Figures">By <c>check.figure</c>, those of <see cref="ComparableFigures"/>.</param>
public sealed record BaselineRun(string RunId, DateTimeOffset StartedAt, string Version, IReadOnlyDictionary<string, double> Figures)
{
    internal static BaselineRun Of(ReportModel run) => new(
        run.RunId, run.StartedAt, run.Environment.TryGetValue("chaosservice", out var version) ? version : "unknown",
        ComparableFigures.Of(run));
}
