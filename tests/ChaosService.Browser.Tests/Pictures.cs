using ChaosService.Browser.Tests.Running;
using ChaosService.Model.Verdicts;
using ChaosService.Service.Options;

namespace ChaosService.Browser.Tests;

/// <summary>The pictures of the documentation. Taken by <c>scripts/screenshots.sh</c>, not with the tests.</summary>
[Trait("makes", "pictures")]
public sealed class Pictures(Chromium chromium) : PageTest(chromium)
{
    private const int BytesMax = 250_000;

    private static readonly string Folder = Path.Combine(Locations.Home, "docs", "images");

    [Theory]
    [InlineData("page-overview-light", ColorScheme.Light)]
    [InlineData("page-overview-dark", ColorScheme.Dark)]
    public async Task Overview(string name, ColorScheme scheme)
    {
        await Page.EmulateMediaAsync(new() { ColorScheme = scheme });
        await BusySite.FillAsync(Site);
        await OpenAsync("/");
        await Expect(Hook("fault-row")).ToHaveCountAsync(1);

        await TakeAsync(name);
    }

    [Fact]
    public async Task Run()
    {
        var run = await BusySite.FillAsync(Site);
        await OpenAsync($"/runs/{run.Id}");
        await Chart.HasPointsAsync(Hook("chart-latency"), 72);
        await Expect(Hook("finding-row")).ToHaveCountAsync(1);
        await Page.SetViewportSizeAsync(1280, 1492);

        await TakeAsync("page-run");
    }

    [Fact]
    public async Task Runs()
    {
        var run = await BusySite.FillAsync(Site);
        run.End(Outcome.Invalid);
        await OpenAsync("/runs");

        await TakeAsync("page-runs");
    }

    [Fact]
    public async Task Phone()
    {
        await Page.SetViewportSizeAsync(390, 844);
        var run = await BusySite.FillAsync(Site);
        await OpenAsync($"/runs/{run.Id}");
        await Chart.HasPointsAsync(Hook("chart-latency"), 72);

        await TakeAsync("page-phone");
    }

    [Fact]
    public async Task Halted()
    {
        await BusySite.FillAsync(Site);
        await OpenAsync("/");
        await Hook("halt").ClickAsync();
        await Page.Locator("#halt-reason").FillAsync("the on-call asked");
        await Hook("halt-confirm").ClickAsync();
        await Expect(Hook("halted-banner")).ToBeVisibleAsync();
        await Expect(Hook("fault-row")).ToHaveCountAsync(0);
        await Expect(Hook("message")).ToHaveCountAsync(0);
        await Page.SetViewportSizeAsync(1280, 600);

        await TakeAsync("page-halted");
    }

    private async Task TakeAsync(string name)
    {
        Directory.CreateDirectory(Folder);
        var file = Path.Combine(Folder, name + ".png");
        await Page.ScreenshotAsync(new() { Path = file, Animations = ScreenshotAnimations.Disabled });
        Assert.InRange(new FileInfo(file).Length, 1, BytesMax);
    }
}
