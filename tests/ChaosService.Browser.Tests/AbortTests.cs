using ChaosService.Browser.Tests.Running;
using ChaosService.Model.Runs;

namespace ChaosService.Browser.Tests;

public sealed class AbortTests(Chromium chromium) : PageTest(chromium)
{
    [Fact]
    public async Task Abort_ends_the_run_and_its_faults_after_a_second_question()
    {
        var run = await BusySite.FillAsync(Site);
        await OpenAsync($"/runs/{run.Id}");

        await Hook("abort").ClickAsync();
        await Expect(Hook("abort-confirm")).ToBeVisibleAsync();
        Assert.False(Site.Runs.Find(run.Id)!.Over);
        await Hook("abort-confirm").ClickAsync();

        await Expect(Hook("run-state")).ToHaveTextAsync("aborted");
        // What was recorded may be valid; a run that was cut short is not.
        await Expect(Page.Locator("h1")).ToHaveTextAsync("aborted");
        Assert.Equal(RunState.Aborted, Site.Runs.Find(run.Id)!.State);
        await OpenAsync("/faults");
        await Expect(Hook("fault-row")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Question_that_is_cancelled_changes_nothing()
    {
        var run = await BusySite.FillAsync(Site);
        await OpenAsync($"/runs/{run.Id}");

        await Hook("abort").ClickAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();

        await Expect(Hook("abort-confirm")).ToBeHiddenAsync();
        Assert.Equal(RunState.Running, Site.Runs.Find(run.Id)!.State);
    }
}
