using ChaosService.Contracts;
using ChaosService.Web.Pages.Parts;

namespace ChaosService.Web.Pages.Overview;

/// <summary>Active runs, active faults and recent results.</summary>
/// <param name="Waiting">The next runs, in the order in which they were accepted.</param>
/// <param name="Trends">Trends of the experiments that ran last.</param>
/// <param name="Firings">The next firing of each schedule, the soonest first.</param>
/// <param name="Experiments">The number of applied experiments.</param>
public sealed record OverviewModel(
    IReadOnlyList<RunningRun> Running, IReadOnlyList<RunReply> Waiting, int WaitingCount, IReadOnlyList<ActiveFault> Faults,
    IReadOnlyList<ExperimentTrend> Trends, IReadOnlyList<NextFiring> Firings, int Experiments);

/// <summary>An active run and its progress. <paramref name="Live"/> is null at the moment of its end.</summary>
public sealed record RunningRun(RunReply Run, LiveReply? Live);

/// <summary>When a schedule fires next.</summary>
public sealed record NextFiring(string Experiment, string Text, DateTimeOffset At);
