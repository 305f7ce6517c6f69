using ChaosService.Browser.Tests.Running;

namespace ChaosService.Browser.Tests;

/// <summary>Without a mouse.</summary>
public sealed class KeyboardTests(Chromium chromium) : PageTest(chromium)
{
    private const int StopsMax = 60;

    [Fact]
    public async Task Halt_is_reached_confirmed_and_cancelled_by_keys()
    {
        var run = await BusySite.FillAsync(Site);
        await OpenAsync($"/runs/{run.Id}");

        await TabToAsync("halt");
        await Page.Keyboard.PressAsync("Enter");
        await Expect(Hook("halt-confirm")).ToBeVisibleAsync();
        await Page.Keyboard.PressAsync("Escape");
        await Expect(Hook("halt-confirm")).ToBeHiddenAsync();
        await Expect(Hook("halt")).ToBeFocusedAsync();
        await Expect(Hook("run-state")).ToHaveTextAsync("running");

        await Page.Keyboard.PressAsync("Enter");
        await TabToAsync("halt-confirm");
        await Page.Keyboard.PressAsync("Enter");
        await Expect(Hook("halted-banner")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Focus_stays_inside_an_open_question()
    {
        await OpenAsync("/");
        await TabToAsync("halt");
        await Page.Keyboard.PressAsync("Enter");

        for (var i = 0; i < 8; i++)
        {
            await Page.Keyboard.PressAsync("Tab");
            // Between its last and its first element the focus is with the browser's own buttons: on the body.
            Assert.True(
                await Page.EvaluateAsync<bool>(
                    "() => document.activeElement === document.body || !!document.activeElement.closest('dialog[open]')"),
                $"after {i + 1} stops the focus is outside");
        }
    }

    [Fact]
    public async Task Experiment_is_triggered_by_keys()
    {
        await Site.ApplyAsync(Experiments.Partition);
        await OpenAsync("/experiments");

        await TabToAsync("trigger");
        await Page.Keyboard.PressAsync("Enter");

        await IsOnRunAsync("leader-partition");
    }

    [Fact]
    public async Task Every_stop_on_the_way_shows_where_the_focus_is()
    {
        await BusySite.FillAsync(Site);
        await OpenAsync("/");

        for (var i = 0; i < StopsMax; i++)
        {
            await Page.Keyboard.PressAsync("Tab");
            var unmarked = await Page.EvaluateAsync<string?>(
                """
                () => {
                  const e = document.activeElement, s = getComputedStyle(e);
                  if (e === document.body) return null;
                  const marked = (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 1) || s.boxShadow !== 'none';
                  return marked ? null : e.outerHTML.slice(0, 200);
                }
                """);
            Assert.Null(unmarked);
        }
    }

    [Fact]
    public async Task First_stop_skips_to_the_content()
    {
        await OpenAsync("/");

        await Page.Keyboard.PressAsync("Tab");
        await Page.Keyboard.PressAsync("Enter");

        await Expect(Page.Locator("main")).ToBeFocusedAsync();
    }

    /// <summary>Presses Tab until the element has the focus.</summary>
    private async Task TabToAsync(string hook)
    {
        for (var i = 0; i < StopsMax; i++)
        {
            await Page.Keyboard.PressAsync("Tab");
            if (await Page.EvaluateAsync<string?>("() => document.activeElement.dataset.test ?? null") == hook) return;
        }
        Assert.Fail($"{StopsMax} times Tab do not reach '{hook}'");
    }
}
