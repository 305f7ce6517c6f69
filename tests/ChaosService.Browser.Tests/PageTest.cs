using System.Text.RegularExpressions;
using ChaosService.Browser.Tests.Running;

namespace ChaosService.Browser.Tests;

/// <summary>A browser's page on a service of its own. Every test fails when the page had a trouble that the test does not expect.</summary>
public abstract class PageTest(Chromium chromium) : IAsyncLifetime
{
    private Site? _site;
    private IBrowserContext? _context;
    private PageTrouble? _trouble;
    private IPage? _page;

    /// <summary>Whether runs are the engine's, on a real cluster, and not the test's.</summary>
    protected virtual bool RealRuns => false;

    internal Site Site => _site!;

    internal PageTrouble Trouble => _trouble!;

    protected IBrowserContext Context => _context!;

    protected IPage Page => _page!;

    public async ValueTask InitializeAsync()
    {
        _site = await Site.StartAsync(RealRuns);
        _context = await chromium.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = _site.Address.ToString(), ViewportSize = new ViewportSize { Width = 1280, Height = 900 },
        });
        _trouble = new PageTrouble(_context);
        _page = await _context.NewPageAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_page is not null && TestContext.Current.TestState?.Result == TestResult.Failed) await KeepAsync(_page);
        _trouble?.Leave();
        if (_context is not null) await _context.CloseAsync();
        if (_site is not null) await _site.DisposeAsync();
        _trouble?.AssertNone();
        GC.SuppressFinalize(this);
    }

    protected ILocator Hook(string name) => Page.Hook(name);

    /// <param name="status">What the service answers; a refusal belongs to the test then.</param>
    protected async Task OpenAsync(string path, int status = 200)
    {
        if (status >= 400) Trouble.Expect($"{status} GET {path}");
        var answer = await Page.GotoAsync(path);
        Assert.True(answer!.Status == status, $"{path} answered with {answer.Status}");
        // A page without script, the door say, is complete as it comes. Once there is a body, the head is known with all its scripts.
        await Expect(Page.Locator("html[data-complete], html:has(body):not(:has(script[type=module]))")).ToHaveCountAsync(1);
    }

    /// <summary>The page of a run of this experiment is open.</summary>
    protected Task IsOnRunAsync(string experiment) => Expect(Page).ToHaveURLAsync(new Regex($"/runs/[0-9]{{8}}-[0-9]{{6}}-{experiment}-"));

    /// <summary>What the page looked like goes into the results file.</summary>
    private static async Task KeepAsync(IPage page)
    {
        TestContext.Current.AddAttachment("page.png", await page.ScreenshotAsync(), "image/png");
        TestContext.Current.AddAttachment("page.html", await page.ContentAsync());
    }
}
