using ChaosService.Contracts;

namespace ChaosService.Host.Pages.Overview;

/// <summary>What goes on, what is broken and what came out lately.</summary>
/// <param name="Waiting">In the order in which they were accepted.</param>
/// <param name="Trends">Of the experiments that ran last.</param>
/// <param name="Firings">The next ones of all schedules, the soonest first.</param>
/// <param name="Experiments">How many are applied.</param>
public sealed record OverviewModel(
    IReadOnlyList<RunReply> Running, IReadOnlyList<RunReply> Waiting, IReadOnlyList<ActiveFault> Faults, IReadOnlyList<ExperimentTrend> Trends,
    IReadOnlyList<NextFiring> Firings, int Experiments);

/// <summary>The last verdicts of an experiment, the newest first; never empty.</summary>
public sealed record ExperimentTrend(string Experiment, IReadOnlyList<RunReply> Runs);

/// <summary>When a schedule fires next.</summary>
public sealed record NextFiring(string Experiment, string Text, DateTimeOffset At);
