using ChaosService.Contracts;
using ChaosService.Web.Pages.Parts;

namespace ChaosService.Web.Pages.Overview;

/// <summary>What goes on, what is broken and what came out lately.</summary>
/// <param name="Waiting">The next ones, in the order in which they were accepted.</param>
/// <param name="Trends">Of the experiments that ran last.</param>
/// <param name="Firings">The next one of each schedule, the soonest first.</param>
/// <param name="Experiments">How many are applied.</param>
public sealed record OverviewModel(
    IReadOnlyList<RunningRun> Running, IReadOnlyList<RunReply> Waiting, int WaitingCount, IReadOnlyList<ActiveFault> Faults,
    IReadOnlyList<ExperimentTrend> Trends, IReadOnlyList<NextFiring> Firings, int Experiments);

/// <summary>A run that goes on, as far as it has come. <paramref name="Live"/> is null in the moment of its end.</summary>
public sealed record RunningRun(RunReply Run, LiveReply? Live);

/// <summary>When a schedule fires next.</summary>
public sealed record NextFiring(string Experiment, string Text, DateTimeOffset At);
