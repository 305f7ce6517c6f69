using ChaosService.Browser.Tests.Running;
using ChaosService.Model.Verdicts;

namespace ChaosService.Browser.Tests;

public sealed class LiveRunTests(Chromium chromium) : PageTest(chromium)
{
    [Fact]
    public async Task Charts_faults_and_findings_grow_with_the_run_and_its_end_shows_without_a_reload()
    {
        await Site.ApplyAsync(Experiments.Partition);
        var run = await Site.TriggerAsync("leader-partition");
        await OpenAsync($"/runs/{run.Id}");
        await MarkAsync();

        run.Phase("load and faults");
        run.LoadUntil(8);
        await Chart.HasPointsAsync(Hook("chart-latency"), 32);
        await Chart.HasPointsAsync(Hook("chart-throughput"), 32);
        run.Break("f1", "network-partition", "etcd1");
        await Expect(Hook("fault-row")).ToContainTextAsync("network-partition");
        await Chart.HasBandsAsync(Hook("chart-latency"), "f1 network-partition");
        await Expect(Hook("finding-row")).ToHaveCountAsync(0);
        run.Find("linearizable", "stale-read", BusySite.StaleRead, "f1");
        await Expect(Hook("finding-row")).ToContainTextAsync(BusySite.StaleRead);
        run.LoadUntil(12);
        run.End(Outcome.Invalid);

        await Expect(Hook("run-state")).ToHaveTextAsync("finished");
        await Expect(Hook("run-verdict").First).ToContainTextAsync("invalid");
        await Chart.HasPointsAsync(Hook("chart-latency"), 48);
        await Expect(Hook("abort")).ToHaveCountAsync(0);
        await AssertNotReloadedAsync();
    }

    [Fact]
    public async Task Page_that_is_opened_late_shows_what_was_before()
    {
        var run = await BusySite.FillAsync(Site);

        await OpenAsync($"/runs/{run.Id}");

        await Chart.HasPointsAsync(Hook("chart-latency"), 72);
        await Chart.HasBandsAsync(Hook("chart-latency"), "f1 network-partition", "f2 network-partition");
        await Expect(Hook("fault-row").Filter(new() { HasText = "f1" })).ToBeVisibleAsync();
        await Expect(Hook("fault-row").Filter(new() { HasText = "f2" })).ToBeVisibleAsync();
        await Expect(Hook("finding-row")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Run_of_many_figures_is_followed_to_its_last()
    {
        await Site.ApplyAsync(Experiments.Partition);
        var run = await Site.TriggerAsync("leader-partition");
        await OpenAsync($"/runs/{run.Id}");

        run.Phase("load and faults");
        run.LoadUntil(400);
        run.Find("linearizable", "stale-read", BusySite.StaleRead);

        await Expect(Hook("finding-row")).ToHaveCountAsync(1);
        await Chart.ReachesAsync(Hook("chart-latency"), 400);
    }

    private Task MarkAsync() => Page.EvaluateAsync("() => { window.marked = true; }");

    private async Task AssertNotReloadedAsync() =>
        Assert.True(await Page.EvaluateAsync<bool>("() => window.marked === true"), "the page was loaded again");
}
