using ChaosService.Engine.Store.Applied;
using ChaosService.Engine.Store.Runs;
using ChaosService.Experiments.Loading;
using ChaosService.Service.Replies;
using ChaosService.Service.Suites;
using ChaosService.Web.Api.Suites;

namespace ChaosService.Web.Pages.Suites;

/// <summary>Collects the applied suites with their recent results.</summary>
internal sealed class SuiteList(AppliedSuites applied, SuiteLoader loader, SuitePreparation preparation, SuiteRuns runs)
{
    private const int TrendLength = 20;
    private const int RunsShown = 50;

    public SuitesModel Read() => new(
        [.. applied.All().Select(Card)],
        [.. runs.List(new SuiteRunFilter(), null, RunsShown).Runs.Select(SuiteWire.Run)]);

    public SuiteCard Read(string name) => Card(SuiteEndpoints.Find(name, applied));

    private SuiteCard Card(AppliedSuite suite)
    {
        var last = runs.List(new SuiteRunFilter(Suite: suite.Name), null, TrendLength).Runs;
        return new SuiteCard(SuiteEndpoints.Reply(suite, loader, preparation), [.. last.Select(SuiteWire.Run)]);
    }
}
