using ChaosService.Browser.Tests.Running;

namespace ChaosService.Browser.Tests;

/// <summary>What holds on each page of a busy service, on a halted one, and on a fresh one.</summary>
public sealed class EveryPageTests(Chromium chromium) : PageTest(chromium)
{
    private static readonly ViewportSize Phone = new() { Width = 390, Height = 844 };

    [Fact]
    public async Task Phone_shows_each_page_without_scrolling_sideways()
    {
        await Page.SetViewportSizeAsync(Phone.Width, Phone.Height);
        await OnEachPageAsync(async path =>
        {
            var wider = await Page.EvaluateAsync<string[]>(
                "() => document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll('body *')].filter(e => "
                    + "e.getBoundingClientRect().right > innerWidth + 1).map(e => e.outerHTML.slice(0, 120))");
            Assert.True(wider.Length == 0, $"{path} is wider than a phone: {string.Join("\n", wider)}");
            await Expect(Hook("halt")).ToBeInViewportAsync();
        });
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Text_is_readable_in_both_colour_schemes(ColorScheme scheme)
    {
        await Page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
        await OnEachPageAsync(async _ =>
        {
            var background =
                await Page.EvaluateAsync<double>(
                    "() => { const c = getComputedStyle(document.body).backgroundColor.match(/[\\d.]+/g).map(Number); return (c[0] + c[1] "
                        + "+ c[2]) / 3; }");
            Assert.True(scheme == ColorScheme.Light ? background > 200 : background < 60, $"the background is {background} of 255");
            await TextContrast.AssertReadableAsync(Page);
        });
    }

    [Fact]
    public async Task Each_page_has_a_title_one_heading_and_named_controls()
    {
        await OnEachPageAsync(async path =>
        {
            Assert.EndsWith("ChaosService", await Page.TitleAsync(), StringComparison.Ordinal);
            Assert.True(await Page.Locator("h1").CountAsync() == 1, $"{path} has not one main heading");
            var nameless = await Page.EvaluateAsync<string[]>(
                """
                () => [...document.querySelectorAll('button, a[href], input:not([type=hidden]), select')]
                  .filter(e => e.checkVisibility() && !(e.textContent.trim() || e.ariaLabel || e.title || e.labels?.length))
                  .map(e => e.outerHTML.slice(0, 120))
                """);
            Assert.Empty(nameless);
        });
    }

    /// <summary>Fresh, busy, halted.</summary>
    private async Task OnEachPageAsync(Func<string, Task> check)
    {
        string[] paths = ["/", "/runs", "/experiments", "/suites", "/schedules", "/faults", "/notifications"];
        foreach (var path in paths) await LookAsync(path);
        var run = await BusySite.FillAsync(Site);
        foreach (var path in paths.Append($"/runs/{run.Id}")) await LookAsync(path);
        await Hook("halt").ClickAsync();
        await Expect(Hook("halt-confirm")).ToBeVisibleAsync();
        await check("the question before a halt");
        await Hook("halt-confirm").ClickAsync();
        await Expect(Hook("halted-banner")).ToBeVisibleAsync();
        await Expect(Hook("run-state")).ToHaveTextAsync("aborted");
        await check("the page of a run that a halt ended");

        async Task LookAsync(string path)
        {
            await OpenAsync(path);
            await Expect(Page.Locator("main")).ToBeVisibleAsync();
            await check(path);
        }
    }
}
