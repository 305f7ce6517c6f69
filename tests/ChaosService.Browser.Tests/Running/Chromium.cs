
[assembly: AssemblyFixture(typeof(ChaosService.Browser.Tests.Running.Chromium))]

namespace ChaosService.Browser.Tests.Running;

/// <summary>
/// The one browser of all tests: the distribution's, as Playwright's own is not downloaded. Each test has a context of its own in it.
/// </summary>
public sealed class Chromium : IAsyncLifetime
{
    private const string Program = "/usr/bin/chromium";

    /// <summary>Generous: a loaded machine must not decide a test. What is there in time costs nothing.</summary>
    private const float WaitLimitMs = 90_000;

    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--force-color-profile=srgb", "--font-render-hinting=none",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        Assert.True(File.Exists(Program), $"{Program} is missing: install chromium");
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions { ExecutablePath = Program, Headless = true, Args = Arguments });
        Assertions.SetDefaultExpectTimeout(WaitLimitMs);
    }

    public async Task<IBrowserContext> NewContextAsync(BrowserNewContextOptions options)
    {
        var context = await _browser!.NewContextAsync(options);
        context.SetDefaultTimeout(WaitLimitMs);
        return context;
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.CloseAsync();
        _playwright?.Dispose();
    }
}
