using ChaosService.Browser.Tests.Running;

namespace ChaosService.Browser.Tests;

public sealed class EmptyStateTests(Chromium chromium) : PageTest(chromium)
{
    [Theory]
    [InlineData("/", "chaosctl apply")]
    [InlineData("/runs", "")]
    [InlineData("/experiments", "chaosctl apply")]
    [InlineData("/suites", "chaosctl apply")]
    [InlineData("/schedules", "schedule")]
    [InlineData("/faults", "")]
    public async Task Fresh_service_says_on_every_page_what_to_do_next(string path, string next)
    {
        await OpenAsync(path);

        await Expect(Hook("empty-state").First).ToBeVisibleAsync();
        await Expect(Hook("empty-state").First).ToContainTextAsync(next);
    }

    [Fact]
    public async Task Address_of_nothing_says_so_and_leads_back()
    {
        await OpenAsync("/runs/20260101-000000-none-000000", status: 404);

        await Expect(Page.Locator("main")).ToContainTextAsync("20260101-000000-none-000000");
        await Page.Locator("main a[href='/runs']").ClickAsync();
        await Expect(Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/runs$"));
    }
}
