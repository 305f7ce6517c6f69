using ChaosService.Contracts;
using ChaosService.Model.Runs;
using ChaosService.Service.Replies;

namespace ChaosService.Web.Pages.Parts;

/// <summary>The last runs of an experiment, the newest first.</summary>
public sealed record ExperimentTrend(string Experiment, IReadOnlyList<RunReply> Runs);

/// <summary>The last verdicts of experiments.</summary>
internal sealed class Trends(IRunStore store)
{
    private const int RunsShown = 20;
    private const int RunsLookedAt = 300;
    private const int ExperimentsShown = 12;

    /// <summary>The experiments that ran last.</summary>
    public IReadOnlyList<string> LatestNames() =>
        [.. store.List(new RunFilter(), null, RunsLookedAt).Runs.Select(r => r.Experiment).Distinct().Take(ExperimentsShown)];

    /// <summary>Those that have at least one run.</summary>
    public IReadOnlyList<ExperimentTrend> Of(IEnumerable<string> experiments) => [.. experiments.Select(Of).Where(t => t.Runs.Count > 0)];

    public ExperimentTrend Of(string experiment) =>
        new(experiment, [.. store.List(new RunFilter(Experiment: experiment), null, RunsShown).Runs.Select(Wire.Run)]);
}
