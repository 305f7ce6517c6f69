using System.Net;
using ChaosService.Browser.Tests.Running;

namespace ChaosService.Browser.Tests;

/// <summary>What comes from outside is shown as it is and does nothing.</summary>
public sealed class HostileTextTests(Chromium chromium) : PageTest(chromium)
{
    private const string Evil = "<img src=x onerror=\"window.evil=1\"><script>window.evil=1</script>\"'><b>&amp;</script>";

    [Fact]
    public async Task Text_of_a_running_database_is_text()
    {
        await Site.ApplyAsync(Experiments.Partition);
        var run = await Site.TriggerAsync("leader-partition");
        await OpenAsync($"/runs/{run.Id}");

        run.Phase(Evil);
        run.LoadUntil(2);
        run.Break("f1", Evil, Evil);
        run.Find("linearizable", Evil, $"explained: {Evil}", Evil);
        run.LoadUntil(4);

        await Expect(Hook("finding-row")).ToContainTextAsync(Evil);
        await Expect(Hook("fault-row").First).ToContainTextAsync(Evil);
        await AssertHarmlessAsync();
        await OpenAsync("/faults");
        await Expect(Hook("fault-row")).ToContainTextAsync(Evil);
        await AssertHarmlessAsync();
        await OpenAsync("/");
        await AssertHarmlessAsync();
    }

    [Fact]
    public async Task Reasons_of_runs_and_of_a_halt_are_text()
    {
        await PastRuns.AddAsync(Site.Runs, "leader-partition", PastRuns.Kinds, reason: Evil);
        var run = Site.Runs.List(new(), null, 1).Runs[0];
        await OpenAsync("/");
        await Hook("halt").ClickAsync();
        await Page.Locator("#halt-reason").FillAsync(Evil);
        await Hook("halt-confirm").ClickAsync();
        await Expect(Hook("halted-banner")).ToContainTextAsync(Evil);

        foreach (var path in new[] { "/", "/runs", $"/runs/{run.Id}" })
        {
            await OpenAsync(path);
            await Expect(Hook("halted-banner")).ToContainTextAsync(Evil);
            await AssertHarmlessAsync();
        }
    }

    [Fact]
    public async Task Filters_from_the_address_are_text()
    {
        foreach (var name in new[] { "experiment", "since", "cursor", "state" })
        {
            await OpenAsync($"/runs?{name}={WebUtility.UrlEncode(Evil)}", status: 400);
            await Expect(Page.Locator("main")).ToContainTextAsync(Evil[..60]);
            await AssertHarmlessAsync();
        }
    }

    private async Task AssertHarmlessAsync()
    {
        Assert.False(await Page.EvaluateAsync<bool>("() => 'evil' in window"), "a text was run as script");
        Assert.Equal(0, await Page.Locator("img[src=x]").CountAsync());
    }
}
