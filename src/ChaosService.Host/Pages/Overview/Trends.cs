using ChaosService.Contracts;
using ChaosService.Host.Service.Api;
using ChaosService.Model.Runs;

namespace ChaosService.Host.Pages.Overview;

/// <summary>The last verdicts of experiments.</summary>
internal static class Trends
{
    private const int RunsShown = 20;
    private const int RunsLookedAt = 500;
    private const int ExperimentsShown = 12;

    /// <summary>Of the experiments that ran last.</summary>
    public static IReadOnlyList<ExperimentTrend> Latest(IRunStore store) =>
    [
        .. store.List(new RunFilter(), null, RunsLookedAt).Runs.Select(r => r.Experiment).Distinct().Take(ExperimentsShown)
            .Select(e => new ExperimentTrend(e, Of(store, e))),
    ];

    /// <summary>The newest first.</summary>
    public static IReadOnlyList<RunReply> Of(IRunStore store, string experiment) =>
        [.. store.List(new RunFilter(Experiment: experiment), null, RunsShown).Runs.Select(Wire.Run)];
}
