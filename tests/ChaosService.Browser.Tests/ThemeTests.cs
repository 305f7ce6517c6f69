using ChaosService.Browser.Tests.Running;

namespace ChaosService.Browser.Tests;

public sealed class ThemeTests(Chromium chromium) : PageTest(chromium)
{
    [Fact]
    public async Task Chosen_theme_wins_over_the_system_and_stays_on_the_next_page()
    {
        await Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        await OpenAsync("/");
        var light = await BackgroundAsync();

        await Page.Locator("#theme").ClickAsync();
        Assert.Equal(light, await BackgroundAsync());
        await Page.Locator("#theme").ClickAsync();
        var dark = await BackgroundAsync();

        Assert.NotEqual(light, dark);
        await OpenAsync("/faults");
        Assert.Equal(dark, await BackgroundAsync());
        await Page.Locator("#theme").ClickAsync();
        Assert.Equal(light, await BackgroundAsync());
    }

    private Task<string> BackgroundAsync() => Page.EvaluateAsync<string>("() => getComputedStyle(document.body).backgroundColor");
}
