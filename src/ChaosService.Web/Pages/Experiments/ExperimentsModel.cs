using ChaosService.Contracts;
using ChaosService.Web.Pages.Parts;

namespace ChaosService.Web.Pages.Experiments;

/// <summary>The applied experiments, by name.</summary>
public sealed record ExperimentsModel(IReadOnlyList<ExperimentCard> Experiments);

/// <summary>One applied experiment with its last runs, the newest first.</summary>
public sealed record ExperimentModel(ExperimentCard Card, IReadOnlyList<RunReply> Runs);

/// <summary>One applied experiment.</summary>
/// <param name="Yaml">As it was applied.</param>
/// <param name="Problems">Why this build cannot run it; empty when it can.</param>
public sealed record ExperimentCard(ExperimentReply Experiment, string Yaml, IReadOnlyList<InputProblem> Problems, ExperimentTrend Trend);
