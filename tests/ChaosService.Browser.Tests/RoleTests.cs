using ChaosService.Browser.Tests.Running;
using ChaosService.Engine.Tokens;

namespace ChaosService.Browser.Tests;

public sealed class RoleTests(Chromium chromium) : PageTest(chromium)
{
    private static readonly string[] Changes =
        ["halt", "abort", "trigger", "suite-trigger", "fault-revert", "schedule-pause", "schedule-resume", "schedule-fire", "resume"];

    [Fact]
    public async Task Viewer_sees_everything_and_no_button_that_would_be_refused()
    {
        var run = await BusySite.FillAsync(Site);
        await SignInAsync(Role.Viewer);

        foreach (var path in new[] { "/", "/runs", $"/runs/{run.Id}", "/experiments", "/suites", "/schedules", "/faults" })
        {
            await OpenAsync(path);
            await Expect(Page.Locator("main")).ToBeVisibleAsync();
            foreach (var change in Changes) Assert.True(await Hook(change).CountAsync() == 0, $"a viewer sees '{change}' on {path}");
        }
        await OpenAsync($"/runs/{run.Id}");
        run.LoadUntil(20);
        await Chart.HasPointsAsync(Hook("chart-latency"), 80);
    }

    [Fact]
    public async Task Operator_signs_in_and_halts()
    {
        await BusySite.FillAsync(Site);
        await SignInAsync(Role.Operator);

        await Hook("halt").ClickAsync();
        await Hook("halt-confirm").ClickAsync();

        await Expect(Hook("halted-banner")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Signing_out_closes_every_page()
    {
        await BusySite.FillAsync(Site);
        await SignInAsync(Role.Operator);

        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();

        await Expect(Page.Locator("#token")).ToBeVisibleAsync();
        await OpenAsync("/runs");
        await Expect(Page.Locator("#token")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Page_whose_stream_is_refused_becomes_the_door()
    {
        await OpenAsync("/");
        await Expect(Page.Locator("main")).ToBeVisibleAsync();
        Site.NewToken(Role.Viewer);
        Trouble.Expect("401 GET /api/v1/events");

        foreach (var hidden in (bool[])[true, false])
            await Page.EvaluateAsync(
                """
                hidden => {
                  Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
                  document.dispatchEvent(new Event('visibilitychange'));
                }
                """,
                hidden);

        await Expect(Page.Locator("#token")).ToBeVisibleAsync();
    }

    private async Task SignInAsync(Role role)
    {
        var token = Site.NewToken(role);
        await OpenAsync("/");
        await Page.Locator("#token").FillAsync(token);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Expect(Page.Locator("main")).ToBeVisibleAsync();
        await Expect(Page).ToHaveURLAsync(Site.Address.ToString());
    }
}
