using ChaosService.Browser.Tests.Running;

namespace ChaosService.Browser.Tests;

public sealed class HistoryTests(Chromium chromium) : PageTest(chromium)
{
    [Fact]
    public async Task Every_state_and_verdict_is_told_in_words()
    {
        await PastRuns.AddAsync(Site.Runs, "leader-partition", PastRuns.Kinds);
        await OpenAsync("/runs");

        foreach (var word in new[] { "finished", "aborted", "interrupted", "rejected" })
            await Expect(Hook("run-state").GetByText(word).First).ToBeVisibleAsync();
        foreach (var word in new[] { "✓ valid", "✗ invalid", "? unknown" })
            await Expect(Hook("run-verdict").GetByText(word).First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Filters_narrow_the_list_and_stay_in_the_address()
    {
        await PastRuns.AddAsync(Site.Runs, "leader-partition", 8);
        await PastRuns.AddAsync(Site.Runs, "primary-partition", 8, "chaosservice-redis-sentinel");
        await OpenAsync("/runs");
        await Expect(Hook("run-row")).ToHaveCountAsync(16);

        await Hook("filter-form").Locator("[name=experiment]").SelectOrFillAsync("primary-partition");
        await Hook("filter-form").Locator("[name=verdict]").SelectOrFillAsync("invalid");
        await Hook("filter-form").Locator("[type=submit], button").First.ClickAsync();

        await Expect(Hook("run-row")).ToHaveCountAsync(1);
        await Expect(Hook("run-row")).ToContainTextAsync("primary-partition");
        Assert.Contains("experiment=primary-partition", Page.Url);
        await Page.ReloadAsync();
        await Expect(Hook("run-row")).ToHaveCountAsync(1);
        await Expect(Hook("filter-form").Locator("[name=verdict]")).ToHaveValueAsync("invalid");
    }

    [Fact]
    public async Task Filter_that_finds_nothing_says_so()
    {
        await PastRuns.AddAsync(Site.Runs, "leader-partition", 2);

        await OpenAsync("/runs?verdict=unknown");

        await Expect(Hook("run-row")).ToHaveCountAsync(0);
        await Expect(Hook("empty-state")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Pages_of_the_list_hold_every_run_once()
    {
        var all = (await PastRuns.AddAsync(Site.Runs, "leader-partition", 130)).Select(r => r.Id);
        await OpenAsync("/runs");
        List<string> seen = [.. await IdsAsync()];

        while (await Hook("next-page").CountAsync() > 0)
        {
            await Hook("next-page").ClickAsync();
            await Expect(Page.RunRow(seen[^1])).ToHaveCountAsync(0);
            seen.AddRange(await IdsAsync());
        }

        Assert.True(seen.Count > (await IdsAsync()).Count, "there was one page only");
        Assert.Equal(all, seen);
    }

    [Fact]
    public async Task Page_of_a_run_of_an_earlier_life_has_what_is_known_of_it()
    {
        var runs = await PastRuns.AddAsync(Site.Runs, "leader-partition", PastRuns.Kinds);

        foreach (var run in runs)
        {
            await OpenAsync($"/runs/{run.Id}");
            await Expect(Hook("run-state")).ToHaveTextAsync(run.State.ToString().ToLowerInvariant());
            await Expect(Page.Locator("main")).ToContainTextAsync(run.Reason!);
            await Expect(Hook("abort")).ToHaveCountAsync(0);
        }
    }

    private async Task<IReadOnlyList<string>> IdsAsync() =>
        await Hook("run-row").EvaluateAllAsync<string[]>("rows => rows.map(r => r.dataset.runId)");
}
