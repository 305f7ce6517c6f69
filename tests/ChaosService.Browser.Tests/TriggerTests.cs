using ChaosService.Browser.Tests.Running;
using ChaosService.Model.Verdicts;

namespace ChaosService.Browser.Tests;

public sealed class TriggerTests(Chromium chromium) : PageTest(chromium)
{
    [Fact]
    public async Task Trigger_on_the_page_starts_a_run_that_is_seen_to_its_verdict()
    {
        await Site.ApplyAsync(Experiments.Partition);
        await OpenAsync("/experiments");

        await Page.Locator("[data-test=trigger][data-experiment=leader-partition]").ClickAsync();
        await IsOnRunAsync("leader-partition");
        var run = await Site.StartedAsync(Page.Url.Split('/')[^1]);
        run.Phase("load and faults");

        await Expect(Hook("run-state")).ToHaveTextAsync("running");
        await Expect(Hook("run-phase")).ToContainTextAsync("load and faults");
        run.End(Outcome.Valid);
        await Expect(Hook("run-state")).ToHaveTextAsync("finished");
        await Expect(Hook("run-verdict").First).ToContainTextAsync("valid");
    }

    [Fact]
    public async Task Second_run_of_a_target_is_shown_as_waiting_and_begins_when_the_first_ends()
    {
        await Site.ApplyAsync(Experiments.Partition);
        var first = await Site.TriggerAsync("leader-partition");
        await OpenAsync("/experiments");

        await Page.Locator("[data-test=trigger][data-experiment=leader-partition]").ClickAsync();
        await IsOnRunAsync("leader-partition");

        await Expect(Hook("run-state")).ToHaveTextAsync("queued");
        first.End(Outcome.Valid);
        await Expect(Hook("run-state")).ToHaveTextAsync("running");
    }
}
