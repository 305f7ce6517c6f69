using ChaosService.Browser.Tests.Running;

namespace ChaosService.Browser.Tests;

public sealed class ScheduleTests(Chromium chromium) : PageTest(chromium)
{
    [Fact]
    public async Task Schedule_is_paused_and_resumed_with_its_next_firings()
    {
        await Site.ApplyAsync(Experiments.Nightly);
        await OpenAsync("/schedules");
        await Expect(Hook("schedule-row")).ToContainTextAsync("nightly-partition");
        await Expect(Hook("schedule-row").Locator("time")).Not.ToHaveCountAsync(0);

        await Hook("schedule-pause").ClickAsync();
        await Expect(Hook("schedule-resume")).ToBeVisibleAsync();
        await Expect(Hook("schedule-pause")).ToHaveCountAsync(0);
        await Expect(Hook("schedule-row")).ToContainTextAsync("paused");
        await Hook("schedule-resume").ClickAsync();

        await Expect(Hook("schedule-pause")).ToBeVisibleAsync();
        await Expect(Hook("schedule-row").Locator("time")).Not.ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Fire_starts_a_run_by_the_schedule()
    {
        await Site.ApplyAsync(Experiments.Nightly);
        await OpenAsync("/schedules");

        await Hook("schedule-fire").ClickAsync();

        await IsOnRunAsync("nightly-partition");
        await Expect(Hook("run-state")).ToHaveTextAsync("running");
        Assert.Equal("schedule nightly-partition", Assert.Single(Site.Runs.List(new(), null, 10).Runs).Cause);
    }

    [Fact]
    public async Task Fire_while_halted_says_why_there_is_no_run()
    {
        await Site.ApplyAsync(Experiments.Nightly);
        await OpenAsync("/schedules");
        await Hook("halt").ClickAsync();
        await Hook("halt-confirm").ClickAsync();
        await Expect(Hook("halted-banner")).ToBeVisibleAsync();

        Trouble.Expect("409 POST /api/v1/schedules/nightly-partition/fire");
        await Hook("schedule-fire").ClickAsync();

        await Expect(Hook("message").Filter(new() { HasText = "not halted" })).ToBeVisibleAsync();
    }
}
