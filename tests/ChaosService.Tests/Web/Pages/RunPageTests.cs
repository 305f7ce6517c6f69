using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using ChaosService.Contracts;
using ChaosService.Engine.Soaking;
using ChaosService.Engine.Store.Directories;
using ChaosService.Model.Histories;
using ChaosService.Model.Runs;
using ChaosService.Model.Verdicts;
using ChaosService.Tests.Engine.Fakes;
using ChaosService.Tests.Host.Serving;

namespace ChaosService.Tests.Web.Pages;

public sealed class RunPageTests
{
    [Fact]
    public async Task Run_that_goes_on_shows_steps_of_faults_findings_and_what_happened()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        await service.ApplyAsync();
        var (id, tells) = await service.BegunAsync();
        tells.OnFault(Pages.Fault(FaultStep.Inject));
        tells.OnFault(Pages.Fault(FaultStep.Injected));
        tells.OnFault(Pages.Fault(FaultStep.Effect, proven: true, detail: "no answer in 300 ms"));
        tells.OnFinding(
            "linearizable", new Finding { Anomaly = "stale-read", Explanation = "k1 = <img src=x onerror=alert(1)>", Faults = ["f1"] });

        var html = await service.PageAsync($"/runs/{id}");

        Assert.Contains("data-test=\"run-phase\">load and faults", html);
        Assert.Contains("data-test=\"chart-latency\"", html);
        Assert.Contains("data-test=\"chart-throughput\"", html);
        Assert.Contains("data-test=\"abort\"", html);
        Assert.Contains("⚡ in force", html);
        Assert.Contains("✓ effect proven", html);
        Assert.Contains("f1 network-partition etcd2 in force", html);
        Assert.Contains("data-test=\"finding-row\"", html);
        Assert.Contains("k1 = &lt;img src=x onerror=alert(1)&gt;", html);
        Assert.DoesNotContain("<img", html);
        Assert.Contains("./chaosctl trigger calm --wait --seed", html);
    }

    [Fact]
    public async Task Fault_that_was_reverted_is_in_force_no_more()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        await service.ApplyAsync();
        var (id, tells) = await service.BegunAsync();
        tells.OnFault(Pages.Fault(FaultStep.Inject));
        tells.OnFault(Pages.Fault(FaultStep.Reverted));
        tells.OnFault(Pages.Fault(FaultStep.Recovery, proven: false, detail: "still no answer"));

        var html = await service.PageAsync($"/runs/{id}");

        Assert.DoesNotContain("⚡ in force", html);
        Assert.DoesNotContain("data-test=\"fault-revert\"", html);
        Assert.Contains("✗ recovery not proven", html);
    }

    [Fact]
    public async Task Run_that_is_over_shows_its_verdict_and_no_abort()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        service.Work.Release();
        await service.ApplyAsync();
        var run = await service.GetAsync(await service.RunAsync());

        var html = await service.PageAsync($"/runs/{run.Id}");

        Assert.Contains("data-test=\"run-verdict\">valid", html);
        Assert.Contains("data-test=\"run-state\">finished", html);
        Assert.DoesNotContain("data-test=\"abort\"", html);
        Assert.Contains($"/api/v1/runs/{run.Id}/verdict", html);
    }

    [Fact]
    public async Task Run_that_could_not_begin_says_why()
    {
        await using var service = await ServiceUnderTest.StartAsync(new FakeWork { Failure = new IOException("no room for <volumes>") });
        await service.ApplyAsync();
        var run = await service.GetAsync(await service.RunAsync());

        var html = await service.PageAsync($"/runs/{run.Id}");

        Assert.Contains("data-test=\"run-state\">rejected", html);
        Assert.Contains("no room for &lt;volumes&gt;", html);
    }

    [Fact]
    public async Task Run_of_an_earlier_life_is_told_from_its_directory()
    {
        using var directory = new TempDirectory();
        string id;
        await using (var service = await ServiceUnderTest.StartAsync(state: directory))
        {
            service.Work.Release();
            await service.ApplyAsync();
            id = (await service.GetAsync(await service.RunAsync())).Id;
        }
        await using var next = await ServiceUnderTest.StartAsync(state: directory);
        var store = next.Part<IRunStore>();
        const string Fault = "\"fault\":\"f1\",\"kind\":\"network-partition\",\"nodes\":[\"etcd1\"]";
        var run = RunDirectory.Create(directory.Path, id);
        await store.UpdateAsync(store.Find(id)! with
        {
            State = RunState.Interrupted, Verdict = null, Reason = "the service ended while it ran", Directory = run.FullPath,
        });
        await File.WriteAllTextAsync(
            run.Journal,
            $$"""
            {"at":"2026-11-22T07:18:18Z","phase":"load and faults","detail":""}
            {"at":"2026-11-22T07:18:20Z",{{Fault}},"step":"Inject","proven":null,"detail":""}
            {"at":"2026-11-22T07:18:21Z",{{Fault}},"step":"Effect","proven":true,"detail":"no answer <in> 300 ms"}
            {"at":"2026-11-22T07:18:2
            """, TestContext.Current.CancellationToken);

        var html = await next.PageAsync($"/runs/{id}");

        Assert.Contains("data-test=\"run-state\">interrupted", html);
        Assert.Contains("./chaosctl check", html);
        Assert.Contains("▸", html);
        Assert.Contains("f1 effect seen: no answer &lt;in&gt; 300 ms", html);
        Assert.DoesNotContain("⚡ in force", html);
    }

    [Fact]
    public async Task Windows_of_a_soak_show_the_newest_first()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        await service.ApplyAsync();
        var (id, _) = await service.BegunAsync();
        var run = RunDirectory.At((await service.GetAsync<RunReply>($"/api/v1/runs/{id}")).Directory);
        Directory.CreateDirectory(run.FullPath);
        foreach (var index in (int[])[1, 2])
            Assert.Null(WindowLog.Append(run, Window(index)));

        var html = await service.PageAsync($"/runs/{id}");

        Assert.True(
            html.IndexOf("data-key=\"2\"", StringComparison.Ordinal) < html.IndexOf("data-key=\"1\"", StringComparison.Ordinal), html);
        Assert.Contains("outcome invalid", html);
    }

    [Fact]
    public async Task Unknown_run_is_a_page_that_says_so()
    {
        await using var service = await ServiceUnderTest.StartAsync();

        Assert.Contains("there is no such run", await service.PageAsync("/runs/nothing", HttpStatusCode.NotFound));
        Assert.Contains("this is not a name", await service.PageAsync("/runs/%3Cscript%3E", HttpStatusCode.BadRequest));
    }

    private static WindowRecord Window(int index) => new()
    {
        Index = index, Seed = 7, FromSeconds = (index - 1) * 10, ToSeconds = index * 10,
        Verdict = index == 1 ? Outcome.Valid : Outcome.Invalid, Reason = "because", Ops = new OpCounts(100, 1, 2, 0), Faults = 4,
        Findings = index == 1 ? 0 : 3, Checks = [],
    };

    [Fact]
    public async Task Charts_of_a_run_that_is_over_are_no_longer_live_and_have_their_figures_in_the_page()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        await service.ApplyAsync();
        var (id, tells) = await service.BegunAsync();
        foreach (var second in (int[])[1, 2, 3]) tells.OnProgress(Pages.Progress(second, ops: 100 + second));
        Assert.Contains(">Live</h2>", await service.PageAsync($"/runs/{id}"));

        service.Work.Release();
        await service.GetAsync(id);
        var html = await service.PageAsync($"/runs/{id}");

        Assert.DoesNotContain(">Live</h2>", html);
        Assert.Contains(">Over time</h2>", html);
        using var live = JsonDocument.Parse(WebUtility.HtmlDecode(Regex.Match(html, "data-live=\"(\\{[^\"]*)\"").Groups[1].Value));
        var points = live.RootElement.GetProperty("series").EnumerateArray();
        Assert.Equal([101, 102, 103], points.Select(p => p.GetProperty("opsPerSecond").GetDouble()));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Run_that_is_over_and_told_no_figures_has_no_charts(int points)
    {
        await using var service = await ServiceUnderTest.StartAsync();
        await service.ApplyAsync();
        var (id, tells) = await service.BegunAsync();
        for (var second = 1; second <= points; second++) tells.OnProgress(Pages.Progress(second));

        service.Work.Release();
        await service.GetAsync(id);

        Assert.DoesNotContain("data-chart=", await service.PageAsync($"/runs/{id}"));
    }
}
