using ChaosService.Browser.Tests.Running;
using ChaosService.Model.Runs;
using ChaosService.Service.Targets;

namespace ChaosService.Browser.Tests;

public sealed class FaultTests(Chromium chromium) : PageTest(chromium)
{
    [Fact]
    public async Task Revert_ends_one_fault_and_the_run_goes_on()
    {
        await Site.ApplyAsync(Experiments.Partition);
        var run = await Site.TriggerAsync("leader-partition");
        run.Break("f1", "network-partition", "etcd1");
        run.Break("f2", "network-delay", "etcd2");
        await OpenAsync("/faults");
        await Expect(Hook("fault-row")).ToHaveCountAsync(2);

        await Hook("fault-row").Filter(new() { HasText = "network-delay" }).Hook("fault-revert").ClickAsync();

        await Expect(Hook("fault-row")).ToHaveCountAsync(1);
        await Expect(Hook("fault-row")).ToContainTextAsync("network-partition");
        Assert.Equal(["f1"], Site.Part<ActiveFaults>().List().Select(f => f.Id));
        Assert.Equal(RunState.Running, Site.Runs.Find(run.Id)!.State);
    }

    /// <summary>On a busy machine, or far away, the buttons are there before what they do.</summary>
    [Fact]
    public async Task Button_that_is_pressed_before_the_script_is_there_does_what_it_says()
    {
        await Site.ApplyAsync(Experiments.Partition);
        var run = await Site.TriggerAsync("leader-partition");
        run.Break("f1", "network-partition", "etcd1");
        var pressed = new TaskCompletionSource();
        await Page.RouteAsync("**/actions.js", async route =>
        {
            await pressed.Task;
            await route.ContinueAsync();
        });
        await Page.GotoAsync(new Uri(Site.Address, "/faults").ToString(), new() { WaitUntil = WaitUntilState.Commit });

        await Hook("fault-revert").ClickAsync();
        pressed.SetResult();

        await Expect(Hook("fault-row")).ToHaveCountAsync(0);
        Assert.Empty(Site.Part<ActiveFaults>().List());
    }

    /// <summary>A browser gives up what it is loading when an interface comes or goes, and containers make them come and go.</summary>
    [Theory]
    [InlineData("page.js")]
    [InlineData("actions.js")]
    [InlineData("page.css")]
    public async Task Page_that_lost_a_part_on_its_way_is_loaded_once_more(string part)
    {
        await Site.ApplyAsync(Experiments.Partition);
        var run = await Site.TriggerAsync("leader-partition");
        run.Break("f1", "network-partition", "etcd1");
        Trouble.Expect($"{part} net::ERR_CONNECTION_ABORTED");
        await Page.RouteAsync($"**/{part}", route => route.AbortAsync("connectionaborted"), new() { Times = 2 });
        await OpenAsync("/faults");

        await Hook("fault-revert").ClickAsync();

        await Expect(Hook("fault-row")).ToHaveCountAsync(0);
        Assert.Empty(Site.Part<ActiveFaults>().List());
    }

    [Fact]
    public async Task Fault_that_begins_and_ends_shows_on_an_open_page_by_itself()
    {
        await Site.ApplyAsync(Experiments.Partition);
        await OpenAsync("/faults");
        await Expect(Hook("empty-state")).ToBeVisibleAsync();

        var run = await Site.TriggerAsync("leader-partition");
        run.Break("f1", "network-partition", "etcd1");

        await Expect(Hook("fault-row")).ToContainTextAsync("etcd1");
        run.Revert("f1");
        await Expect(Hook("fault-row")).ToHaveCountAsync(0);
    }
}
