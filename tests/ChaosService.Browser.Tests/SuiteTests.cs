using System.Text.RegularExpressions;
using ChaosService.Browser.Tests.Running;
using ChaosService.Model.Verdicts;

namespace ChaosService.Browser.Tests;

public sealed class SuiteTests(Chromium chromium) : PageTest(chromium)
{
    [Fact]
    public async Task Suite_run_on_the_page_is_seen_member_by_member_to_its_verdict()
    {
        await StartAsync();

        var first = await MemberAsync("leader-partition");
        await Expect(Member("primary-partition")).ToHaveAttributeAsync("data-state", "waiting");
        first.End(Outcome.Valid);
        await Expect(Member("leader-partition")).ToHaveAttributeAsync("data-state", "finished");
        (await MemberAsync("primary-partition")).End(Outcome.Invalid);

        await Expect(Hook("suite-run")).ToHaveAttributeAsync("data-state", "finished");
        await Expect(Page.Locator("h1")).ToHaveTextAsync("invalid");
        await Expect(Hook("abort")).ToHaveCountAsync(0);
        await OpenAsync("/suites");
        await Expect(Hook("suite-run-row")).ToContainTextAsync("2 of 2");
        await Expect(Hook("trend").Locator("a")).ToHaveClassAsync(new Regex("invalid"));
    }

    [Fact]
    public async Task Abort_ends_the_member_that_runs_and_no_other_begins()
    {
        await StartAsync();
        await MemberAsync("leader-partition");

        await Hook("abort").ClickAsync();
        await Hook("abort-confirm").ClickAsync();

        await Expect(Hook("suite-run")).ToHaveAttributeAsync("data-state", "aborted");
        await Expect(Member("leader-partition")).ToHaveAttributeAsync("data-state", "aborted");
        await Expect(Member("primary-partition")).ToContainTextAsync("not begun");
        Assert.Single(Site.Runs.List(new Model.Runs.RunFilter(), null, 10).Runs);
    }

    private async Task StartAsync()
    {
        await Site.ApplyAsync(Experiments.Partition, Experiments.Redis);
        await Site.ApplySuiteAsync("release", Experiments.Release);
        await OpenAsync("/suites");
        await Hook("suite-trigger").ClickAsync();
        await Expect(Page).ToHaveURLAsync(new Regex("/suites/runs/[0-9]{8}-[0-9]{6}-suite-release-"));
    }

    private ILocator Member(string experiment) => Page.Locator($"[data-test=suite-member-row][data-experiment={experiment}]");

    /// <summary>The member's run, once the page shows that it goes on.</summary>
    private async Task<LiveRun> MemberAsync(string experiment)
    {
        await Expect(Member(experiment)).ToHaveAttributeAsync("data-state", "running");
        var address = await Member(experiment).Locator("a").GetAttributeAsync("href");
        return await Site.StartedAsync(address!.Split('/')[^1]);
    }
}
