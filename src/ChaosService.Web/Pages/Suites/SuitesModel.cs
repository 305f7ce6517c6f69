using ChaosService.Contracts;

namespace ChaosService.Web.Pages.Suites;

/// <summary>The suites that the service can run, by name, and the last runs of any, the newest first.</summary>
public sealed record SuitesModel(IReadOnlyList<SuiteCard> Suites, IReadOnlyList<SuiteRunReply> Runs);

/// <summary>One applied suite and its last runs, the newest first.</summary>
public sealed record SuiteCard(SuiteReply Suite, IReadOnlyList<SuiteRunReply> Runs);
