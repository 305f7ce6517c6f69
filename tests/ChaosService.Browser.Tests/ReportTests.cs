using ChaosService.Browser.Tests.Running;
using ChaosService.Model.Verdicts;

namespace ChaosService.Browser.Tests;

public sealed class ReportTests(Chromium chromium) : PageTest(chromium)
{
    [Fact]
    public async Task Report_of_an_ended_run_shows_inside_its_sandbox()
    {
        var run = await BusySite.FillAsync(Site);
        await OpenAsync($"/runs/{run.Id}");
        run.End(Outcome.Invalid);
        await Page.Locator("#report > summary").ClickAsync();

        var report = Page.FrameLocator("iframe");
        await Expect(report.Locator("h1").First).ToContainTextAsync("invalid");
        await Expect(report.Locator("canvas").First).ToBeVisibleAsync();
        var frame = Page.Frames.Single(f => f.Url.EndsWith("/report", StringComparison.Ordinal));
        Assert.Equal("null", await frame.EvaluateAsync<string>("() => window.origin"));
        await Assert.ThrowsAnyAsync<PlaywrightException>(() => frame.EvaluateAsync("() => window.parent.document.title"));
    }
}
