using ChaosService.Browser.Tests.Running;
using ChaosService.Model.Verdicts;

namespace ChaosService.Browser.Tests;

public sealed class ReconnectTests(Chromium chromium) : PageTest(chromium)
{
    [Fact]
    public async Task Run_page_whose_connection_is_cut_loses_nothing_of_what_happens_meanwhile()
    {
        await Site.ApplyAsync(Experiments.Partition);
        var run = await Site.TriggerAsync("leader-partition");
        await using var cable = new Cable(Site.Address);
        Trouble.Expect("net::ERR_");
        await OpenAsync($"{cable.Address}runs/{run.Id}");
        run.Phase("load and faults");
        run.LoadUntil(4);
        await Chart.HasPointsAsync(Hook("chart-latency"), 16);

        cable.Cut();
        run.LoadUntil(8);
        run.Break("f1", "network-partition", "etcd1");
        run.LoadUntil(10);
        run.Revert("f1");
        run.Find("linearizable", "stale-read", BusySite.StaleRead, "f1");
        run.LoadUntil(12);
        cable.Join();

        await Expect(Hook("finding-row")).ToHaveCountAsync(1);
        await Expect(Hook("fault-row").Filter(new() { HasText = "f1" })).ToHaveCountAsync(1);
        await Chart.HasPointsAsync(Hook("chart-latency"), 48);
        await Chart.HasBandsAsync(Hook("chart-latency"), "f1 network-partition");
        run.End(Outcome.Invalid);
        await Expect(Hook("run-verdict").First).ToContainTextAsync("invalid");
    }

    [Fact]
    public async Task Overview_whose_connection_is_cut_says_so_and_catches_up()
    {
        await Site.ApplyAsync(Experiments.Partition);
        await using var cable = new Cable(Site.Address);
        Trouble.Expect("net::ERR_");
        await OpenAsync($"{cable.Address}");
        await Expect(Page.Locator("#live")).ToHaveAttributeAsync("data-state", "live");

        cable.Cut();
        await Expect(Page.Locator("#live")).Not.ToHaveAttributeAsync("data-state", "live");
        var run = await Site.TriggerAsync("leader-partition");
        run.End(Outcome.Invalid);
        cable.Join();

        await Expect(Page.Locator("#verdicts").Hook("run-verdict")).ToContainTextAsync("invalid");
        await Expect(Page.Locator("#live")).ToHaveAttributeAsync("data-state", "live");
    }

    /// <summary>A browser gives up a request when a network comes or goes, and keeps the stream of events.</summary>
    [Fact]
    public async Task Overview_that_lost_its_refresh_makes_it_again_when_nothing_more_happens()
    {
        await Site.ApplyAsync(Experiments.Partition);
        Trouble.Expect("net::ERR_CONNECTION_ABORTED");
        await OpenAsync("/");
        await Expect(Page.Locator("#live")).ToHaveAttributeAsync("data-state", "live");
        var (lost, passes) = (new TaskCompletionSource(), false);
        await Page.RouteAsync("**/", async route =>
        {
            if (Volatile.Read(ref passes) || route.Request.ResourceType != "fetch")
            {
                await route.ContinueAsync();
                return;
            }
            lost.TrySetResult();
            await route.AbortAsync("connectionaborted");
        });

        var run = await Site.TriggerAsync("leader-partition");
        run.Break("f1", "network-partition", "etcd1");
        await lost.Task;
        // All that happens has happened, and every event of it has led to a request that was lost.
        await Expect(Page.Locator("#announce")).ToContainTextAsync("running");
        await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, TestContext.Current.CancellationToken);
        Volatile.Write(ref passes, true);

        await Expect(Hook("fault-row")).ToContainTextAsync("network-partition");
    }

    [Fact]
    public async Task Run_page_that_lost_its_first_figures_asks_again_and_goes_on()
    {
        await Site.ApplyAsync(Experiments.Partition);
        var run = await Site.TriggerAsync("leader-partition");
        run.Phase("load and faults");
        run.LoadUntil(4);
        Trouble.Expect("net::ERR_CONNECTION_ABORTED");
        await Page.RouteAsync("**/live", route => route.AbortAsync("connectionaborted"), new() { Times = 2 });

        await OpenAsync($"/runs/{run.Id}");

        await Chart.HasPointsAsync(Hook("chart-latency"), 16);
        run.Break("f1", "network-partition", "etcd1");
        await Expect(Hook("fault-row").Filter(new() { HasText = "f1" })).ToHaveCountAsync(1);
    }
}
