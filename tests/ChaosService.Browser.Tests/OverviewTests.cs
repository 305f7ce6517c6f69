using ChaosService.Browser.Tests.Running;
using ChaosService.Model.Verdicts;

namespace ChaosService.Browser.Tests;

public sealed class OverviewTests(Chromium chromium) : PageTest(chromium)
{
    [Fact]
    public async Task Run_triggered_elsewhere_appears_breaks_and_ends_on_the_open_overview()
    {
        await Site.ApplyAsync(Experiments.Partition);
        await OpenAsync("/");
        await Expect(Hook("run-row")).ToHaveCountAsync(0);

        var run = await Site.TriggerAsync("leader-partition");
        await Expect(Page.RunRow(run.Id)).ToBeVisibleAsync();
        await Expect(Page.RunRow(run.Id).Hook("run-state")).ToHaveTextAsync("running");
        run.Break("f1", "network-partition", "etcd1");
        await Expect(Hook("fault-row")).ToContainTextAsync("network-partition");
        run.End(Outcome.Invalid);

        await Expect(Page.Locator("#verdicts").Hook("run-verdict")).ToContainTextAsync("invalid");
        await Expect(Hook("fault-row")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Overview_of_a_fresh_service_comes_to_life_with_its_first_run()
    {
        await OpenAsync("/");
        await Expect(Hook("empty-state")).ToBeVisibleAsync();

        await Site.ApplyAsync(Experiments.Partition);
        var run = await Site.TriggerAsync("leader-partition");

        await Expect(Page.RunRow(run.Id)).ToBeVisibleAsync();
        await Expect(Hook("empty-state")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Trend_shows_the_verdicts_of_each_experiment_in_words_too()
    {
        await BusySite.FillAsync(Site);
        await OpenAsync("/");

        var trend = Hook("trend").First;
        await Expect(trend.GetByRole(AriaRole.Link)).Not.ToHaveCountAsync(0);
        Assert.Contains("invalid", await trend.TextContentAsync());
    }
}
