using ChaosService.Contracts;

namespace ChaosService.Web.Pages.Suites;

/// <summary>The applied suites, by name, and the last runs of any suite, the newest first.</summary>
public sealed record SuitesModel(IReadOnlyList<SuiteCard> Suites, IReadOnlyList<SuiteRunReply> Runs);

/// <summary>One applied suite and its last runs, the newest first.</summary>
public sealed record SuiteCard(SuiteReply Suite, IReadOnlyList<SuiteRunReply> Runs);
