using ChaosService.Browser.Tests.Running;
using ChaosService.Service.Targets;

namespace ChaosService.Browser.Tests;

public sealed class HaltTests(Chromium chromium) : PageTest(chromium)
{
    /// <summary>To one server, over HTTP/1.1. Each page's stream of events holds one.</summary>
    private const int ConnectionsOfABrowser = 6;

    [Fact]
    public async Task Halt_in_mid_run_reverts_says_so_refuses_triggers_and_ends_with_resume()
    {
        var run = await BusySite.FillAsync(Site);
        await OpenAsync($"/runs/{run.Id}");

        await Hook("halt").ClickAsync();
        await Expect(Hook("halt-confirm")).ToBeVisibleAsync();
        Assert.NotEmpty(Site.Part<ActiveFaults>().List());
        await Hook("halt-confirm").ClickAsync();

        await Expect(Hook("halted-banner")).ToBeVisibleAsync();
        await Expect(Hook("run-state")).ToHaveTextAsync("aborted");
        Assert.Empty(Site.Part<ActiveFaults>().List());

        Trouble.Expect("409 POST /api/v1/runs");
        await OpenAsync("/experiments");
        await Page.Locator("[data-test=trigger][data-experiment=leader-partition]").ClickAsync();
        await Expect(Hook("message").Filter(new() { HasText = "halted" })).ToBeVisibleAsync();
        Assert.EndsWith("/experiments", Page.Url, StringComparison.Ordinal);

        await Hook("resume").ClickAsync();
        await Expect(Hook("halted-banner")).ToHaveCountAsync(0);
        await Page.Locator("[data-test=trigger][data-experiment=leader-partition]").ClickAsync();
        await IsOnRunAsync("leader-partition");
        await Expect(Hook("run-state")).ToHaveTextAsync("running");
    }

    [Fact]
    public async Task Halt_by_somebody_else_shows_on_an_open_page_and_so_does_the_resume()
    {
        await OpenAsync("/");
        await Expect(Hook("halted-banner")).ToHaveCountAsync(0);
        var other = await Context.NewPageAsync();

        await other.GotoAsync("/schedules");
        await other.Hook("halt").ClickAsync();
        await other.Locator("#halt-reason").FillAsync("the on-call asked");
        await other.Hook("halt-confirm").ClickAsync();

        await Expect(Hook("halted-banner")).ToContainTextAsync("the on-call asked");
        await other.Hook("resume").ClickAsync();
        await Expect(Hook("halted-banner")).ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/runs")]
    [InlineData("/experiments")]
    [InlineData("/suites")]
    [InlineData("/schedules")]
    [InlineData("/faults")]
    public async Task Halt_is_in_sight_on_every_page_however_far_one_scrolls(string path)
    {
        await BusySite.FillAsync(Site);
        await OpenAsync(path);

        await Page.EvaluateAsync("() => window.scrollTo(0, document.body.scrollHeight)");

        await Expect(Hook("halt")).ToBeInViewportAsync();
    }

    [Fact]
    public async Task Halt_works_with_as_many_windows_open_as_a_browser_has_connections()
    {
        var run = await BusySite.FillAsync(Site);
        IPage last = Page;
        for (var i = 0; i < ConnectionsOfABrowser; i++)
        {
            last = await Context.NewPageAsync();
            await last.GotoAsync($"/runs/{run.Id}");
            await Expect(last.Locator("#live")).Not.ToHaveAttributeAsync("data-state", "off");
        }

        await last.Hook("halt").ClickAsync();
        await last.Hook("halt-confirm").ClickAsync();

        await Expect(last.Hook("halted-banner")).ToBeVisibleAsync();
        Assert.Empty(Site.Part<ActiveFaults>().List());
    }
}
