using System.Net.Http.Json;
using ChaosService.Engine.Journal;
using ChaosService.Model.Histories;
using ChaosService.Model.Recovery;
using ChaosService.Model.Runs;
using ChaosService.Tests.Host.Serving;

namespace ChaosService.Tests.Web.Pages;

public sealed class OverviewTests
{
    [Fact]
    public async Task Empty_service_says_what_to_do_next()
    {
        await using var service = await ServiceUnderTest.StartAsync();

        var html = await service.PageAsync("/");

        Assert.Contains("data-test=\"empty-state\"", html);
        Assert.Contains("./chaosctl apply -f experiments/etcd", html);
        Assert.DoesNotContain("data-test=\"run-row\"", html);
    }

    [Fact]
    public async Task Run_that_goes_on_shows_its_phase_and_figures_and_the_next_one_waits()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        await service.ApplyAsync();
        var (id, tells) = await service.BegunAsync();
        var waiting = await service.RunAsync();
        tells.OnProgress(Pages.Progress(4, 274, "f1 network-partition etcd2"));

        var html = await service.PageAsync("/");

        Assert.Contains($"data-test=\"run-row\" data-run-id=\"{id}\"", html);
        Assert.Contains($"data-run-id=\"{waiting}\"", html);
        Assert.Contains("▸ load and faults", html);
        Assert.Contains("274 ops/s", html);
        Assert.Contains("12.5 %", html);
        Assert.Contains("57.7 ms", html);
        Assert.Contains("⚡ f1 network-partition etcd2", html);
    }

    [Fact]
    public async Task Verdict_shows_with_the_trend_of_its_experiment()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        service.Work.Release();
        await service.ApplyAsync();
        for (var i = 0; i < 3; i++) await service.GetAsync(await service.RunAsync());

        var html = await service.PageAsync("/");

        Assert.Contains("data-test=\"run-verdict\">✓ valid", html);
        Assert.Equal(3, html.Split("square valid").Length - 1);
    }

    [Fact]
    public async Task Halt_shows_on_every_page_with_its_reason_and_a_way_out()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        (await service.SendAsync("POST", "/api/v1/halt", JsonContent.Create(new { reason = "<b>too loud</b>" }))).Dispose();

        foreach (var path in (string[])["/", "/runs", "/experiments", "/schedules", "/faults"])
        {
            var html = await service.PageAsync(path);
            Assert.Contains("data-test=\"halted-banner\"", html);
            Assert.Contains("data-test=\"resume\"", html);
            Assert.Contains("&lt;b&gt;too loud&lt;/b&gt;", html);
        }
        (await service.SendAsync("POST", "/api/v1/resume")).Dispose();
        Assert.DoesNotContain("data-test=\"halted-banner\"", await service.PageAsync("/"));
    }

    [Fact]
    public async Task Fault_in_force_shows_with_what_reverts_it_and_hostile_text_stays_text()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        await service.ApplyAsync();
        var recipe = new RevertRecipe("network-partition", "{}", "<script>alert(1)</script> removes the rules");
        service.Part<IFaultJournal>()
            .Open(new JournalEntry(
                "20260101-000000-calm-abcdef", new("f1"), new("etcd"), recipe, DateTimeOffset.UnixEpoch, Processes.Current));

        foreach (var html in new[] { await service.PageAsync("/"), await service.PageAsync("/faults") })
        {
            Assert.Contains("data-test=\"fault-row\"", html);
            Assert.Contains("data-post=\"/api/v1/faults/20260101-000000-calm-abcdef/f1/revert\"", html);
            Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", html);
            Assert.DoesNotContain("<script>alert", html);
        }
        service.Part<IFaultJournal>().Close("20260101-000000-calm-abcdef", new("f1"));
        Assert.Contains("data-test=\"empty-state\"", await service.PageAsync("/faults"));
    }

    [Fact]
    public async Task Schedule_shows_when_it_fires_next()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        (await service.PutAsync("calm", ServiceUnderTest.Yaml() + Pages.Schedule)).EnsureSuccessStatusCode().Dispose();

        var overview = await service.PageAsync("/");
        var schedules = await service.PageAsync("/schedules");

        Assert.Contains("Next firings", overview);
        Assert.Contains("<a href=\"/schedules\">calm</a>", overview);
        Assert.Contains("data-test=\"schedule-row\"", schedules);
        Assert.Contains("data-test=\"schedule-pause\"", schedules);
        Assert.Contains("it never fired", schedules);
        (await service.SendAsync("POST", "/api/v1/schedules/calm/pause")).Dispose();
        Assert.Contains("data-test=\"schedule-resume\"", await service.PageAsync("/schedules"));
    }

    [Fact]
    public async Task Fault_that_a_run_tells_of_is_not_made_up_by_the_page()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        await service.ApplyAsync();
        var (_, tells) = await service.BegunAsync();
        tells.OnFault(Pages.Fault(FaultStep.Injected));

        Assert.Contains("Nothing is broken.", await service.PageAsync("/"));
    }
}
