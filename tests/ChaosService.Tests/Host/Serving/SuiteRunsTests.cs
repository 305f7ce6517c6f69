using System.Net;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Xml.Linq;
using ChaosService.Contracts;
using ChaosService.Engine.Journal;
using ChaosService.Engine.Store.Sql;
using ChaosService.Model.Clusters;
using ChaosService.Model.Experiments;
using ChaosService.Model.Verdicts;
using ChaosService.Service.Suites;
using ChaosService.Tests.Engine.Fakes;
using ChaosService.Tests.Web.Pages;

namespace ChaosService.Tests.Host.Serving;

/// <summary>Runs of suites in the service, on runs that a test ends.</summary>
public sealed class SuiteRunsTests
{
    [Fact]
    public async Task Members_are_ordinary_runs_one_after_another_and_their_verdicts_are_merged()
    {
        await using var service = await StartAsync("b", "a", "c");
        service.Work.Outcomes["b"] = Outcome.Unknown;
        service.Work.Release();
        await service.ApplySuiteAsync("selector: { suite: test }");

        using var response = await service.SendAsync("POST", "/api/v1/suites/both/runs");
        var accepted = await ServiceUnderTest.ReadAsync<SuiteRunReply>(response);
        var run = await service.GetSuiteRunAsync(accepted.Id);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal($"/api/v1/suites/runs/{run.Id}", response.Headers.Location?.ToString());
        Assert.Equal(["a", "b", "c"], service.Work.StartedExperiments);
        Assert.Equal(("finished", "unknown", "undecided: b", 2), (run.State, run.Verdict, run.Reason, run.ExitCode));
        Assert.Equal(["valid", "unknown", "valid"], run.Members.Select(m => m.Verdict));
        var member = await service.GetAsync(run.Members[1].RunId!);
        Assert.Equal($"suite both/{run.Id}", member.Cause);
        Assert.Equal(1, service.Work.MostOnOneTarget);
    }

    [Fact]
    public async Task Cells_of_a_matrix_are_runs_with_their_values_and_a_grid_shows_them()
    {
        await using var service = await StartAsync("a");
        service.Work.Release();
        await service.ApplySuiteAsync("experiments: [a], matrix: { spec.duration: [11s, 12s], ETCD_ELECTION_TIMEOUT: [700] }");

        var run = await service.GetSuiteRunAsync(await service.RunSuiteAsync());

        Assert.Equal(("valid", 2), (run.Verdict, run.Members.Count));
        Assert.Equal("a (spec.duration=12s, ETCD_ELECTION_TIMEOUT=700)", run.Members[1].Name);
        var plans = run.Members.Select(m => service.Work.Plans[m.RunId!]).ToList();
        Assert.Equal([11, 12], plans.Select(p => p.Duration.TotalSeconds));
        Assert.All(plans, p => Assert.Equal("700", p.Target.Settings["ETCD_ELECTION_TIMEOUT"]));
        Assert.Equal([[0], [1]], run.Grid!.Rows.Select(r => r.Members.Select(m => m!.Value)));
        Assert.Contains("data-test=\"suite-grid\"", await service.PageAsync($"/suites/runs/{run.Id}"));
        Assert.Contains(run.Members[0].Name, await service.PageAsync("/suites/both"));
    }

    [Fact]
    public async Task Met_expectation_counts_as_valid_and_a_missed_one_as_invalid()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        (await service.PutAsync("met", ServiceUnderTest.Yaml("met", expect: "invalid"))).Dispose();
        (await service.PutAsync("missed", ServiceUnderTest.Yaml("missed", expect: "invalid"))).Dispose();
        service.Work.Outcomes["met"] = Outcome.Invalid;
        service.Work.Release();
        await service.ApplySuiteAsync("experiments: [met]", "good");
        await service.ApplySuiteAsync("experiments: [met, missed]");

        var (good, bad) = (
            await service.GetSuiteRunAsync(await service.RunSuiteAsync("good")),
            await service.GetSuiteRunAsync(await service.RunSuiteAsync()));

        Assert.Equal(("valid", 0, true, "invalid"), (good.Verdict, good.ExitCode, good.Members[0].AsExpected, good.Members[0].Verdict));
        Assert.Equal(("invalid", 1, "invalid"), (bad.Verdict, bad.ExitCode, bad.Members[1].Counts));
    }

    [Fact]
    public async Task Stop_on_invalid_skips_the_rest()
    {
        await using var service = await StartAsync("a", "b", "c");
        service.Work.Outcomes["b"] = Outcome.Invalid;
        service.Work.Release();
        await service.ApplySuiteAsync("experiments: [a, b, c], stopOn: invalid");

        var run = await service.GetSuiteRunAsync(await service.RunSuiteAsync());

        Assert.Equal(["a", "b"], service.Work.StartedExperiments);
        Assert.Equal(("invalid", "finished", 1, "skipped"), (run.Verdict, run.State, run.ExitCode, run.Members[2].State));
    }

    [Fact]
    public async Task Abort_ends_the_member_that_runs_and_begins_no_other()
    {
        await using var service = await StartAsync("a", "b");
        await service.ApplySuiteAsync("experiments: [a, b]");
        var id = await service.RunSuiteAsync();
        await Wait.UntilAsync(() => service.Work.Started.Count == 1);

        using var abort = await service.SendAsync("POST", $"/api/v1/suites/runs/{id}/abort");
        var run = await service.GetSuiteRunAsync(id);
        using var again = await service.SendAsync("POST", $"/api/v1/suites/runs/{id}/abort");

        Assert.Equal(HttpStatusCode.Accepted, abort.StatusCode);
        Assert.Equal(("aborted", "unknown", 3), (run.State, run.Verdict, run.ExitCode));
        Assert.Equal(["aborted", "aborted"], run.Members.Select(m => m.State));
        Assert.Null(run.Members[1].RunId);
        await ServiceUnderTest.ProblemAsync(again, HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Halt_in_the_middle_ends_the_suite_and_a_quick_resume_does_not_take_it_up_again()
    {
        await using var service = await StartAsync("a", "b");
        await service.ApplySuiteAsync("experiments: [a, b]");
        var id = await service.RunSuiteAsync();
        await Wait.UntilAsync(() => service.Work.Started.Count == 1);

        using var halt = await service.SendAsync("POST", "/api/v1/halt", JsonContent.Create(new { reason = "too loud" }));
        using var refused = await service.SendAsync("POST", "/api/v1/suites/both/runs");
        using var resume = await service.SendAsync("POST", "/api/v1/resume");
        var run = await service.GetSuiteRunAsync(id);

        Assert.Equal(("aborted", "unknown"), (run.State, run.Verdict));
        Assert.Contains("too loud", run.Reason);
        Assert.Equal(["a"], service.Work.StartedExperiments);
        await ServiceUnderTest.ProblemAsync(refused, HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Member_that_cannot_be_run_is_unknown_with_its_reason_and_the_others_have_their_turn()
    {
        await using var service =
            await ServiceUnderTest.StartAsync(new FakeWork { Failure = new ClusterUnavailableException("the engine is gone") });
        await service.ApplyAsync("a");
        await service.ApplyAsync("b");
        await service.ApplySuiteAsync("experiments: [a, b]");

        var run = await service.GetSuiteRunAsync(await service.RunSuiteAsync());

        Assert.Equal(("unknown", 2, "not run: a, b"), (run.Verdict, run.ExitCode, run.Reason));
        Assert.All(run.Members, m => Assert.Equal(("rejected", "the engine is gone"), (m.State, m.Reason)));
    }

    [Fact]
    public async Task Experiment_that_is_deleted_before_its_turn_is_unknown_with_the_reason()
    {
        await using var service = await StartAsync("a", "b");
        await service.ApplySuiteAsync("experiments: [a, b]");
        var id = await service.RunSuiteAsync();
        await Wait.UntilAsync(() => service.Work.Started.Count == 1);
        (await service.SendAsync("DELETE", "/api/v1/experiments/b")).Dispose();
        service.Work.Release();

        var run = await service.GetSuiteRunAsync(id);

        Assert.Equal(["finished", "rejected"], run.Members.Select(m => m.State));
        Assert.Equal(("unknown", 2), (run.Verdict, run.ExitCode));
        Assert.Contains("there is no experiment 'b'", run.Members[1].Reason);
    }

    [Fact]
    public async Task Selector_that_chooses_nothing_is_refused_with_the_labels_there_are()
    {
        await using var service = await StartAsync("a");
        await service.ApplySuiteAsync("selector: { suite: none }");

        using var response = await service.SendAsync("POST", "/api/v1/suites/both/runs");

        Assert.Contains("suite=test", (await ServiceUnderTest.ProblemAsync(response, HttpStatusCode.UnprocessableEntity)).Detail);
        Assert.Empty((await service.GetAsync<SuiteRunListReply>("/api/v1/suites/runs")).Runs);
    }

    [Fact]
    public async Task Second_trigger_with_the_same_key_gets_the_first_ones_run()
    {
        await using var service = await StartAsync("a");
        await service.ApplySuiteAsync("experiments: [a]");
        await service.ApplySuiteAsync("experiments: [a]", "other");

        using var first = await TriggerAsync(service, "both");
        using var second = await TriggerAsync(service, "both");
        using var different = await TriggerAsync(service, "other");

        Assert.Equal(
            (await ServiceUnderTest.ReadAsync<SuiteRunReply>(first)).Id, (await ServiceUnderTest.ReadAsync<SuiteRunReply>(second)).Id);
        await ServiceUnderTest.ProblemAsync(different, HttpStatusCode.UnprocessableEntity);
        Assert.Single((await service.GetAsync<SuiteRunListReply>("/api/v1/suites/runs")).Runs);
    }

    [Fact]
    public async Task Forbid_refuses_a_suite_that_goes_on_and_replace_ends_it()
    {
        await using var service = await StartAsync("a");
        await service.ApplySuiteAsync("experiments: [a]");
        var first = await service.RunSuiteAsync();

        using var forbidden =
            await service.SendAsync("POST", "/api/v1/suites/both/runs", JsonContent.Create(new { concurrency = "forbid" }));
        var second = await service.RunSuiteAsync(body: new { concurrency = "replace" });

        Assert.Contains(first, (await ServiceUnderTest.ProblemAsync(forbidden, HttpStatusCode.Conflict)).Detail);
        Assert.Contains($"replaced by suite run {second}", (await service.GetSuiteRunAsync(first)).Reason);
        service.Work.Release();
        Assert.Equal("valid", (await service.GetSuiteRunAsync(second)).Verdict);
    }

    [Fact]
    public async Task Suites_that_go_on_are_limited_and_the_rest_is_told_to_come_back()
    {
        await using var service = await StartAsync("a");
        await service.ApplySuiteAsync("experiments: [a]");

        var responses = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => service.SendAsync("POST", "/api/v1/suites/both/runs")));

        Assert.Equal(20, responses.Count(r => r.StatusCode == HttpStatusCode.Accepted));
        foreach (var refused in responses.Where(r => r.StatusCode != HttpStatusCode.Accepted))
            await ServiceUnderTest.ProblemAsync(refused, HttpStatusCode.TooManyRequests);
        service.Work.Release();
        foreach (var run in (await service.GetAsync<SuiteRunListReply>("/api/v1/suites/runs")).Runs)
            Assert.Equal("valid", (await service.GetSuiteRunAsync(run.Id)).Verdict);
    }

    [Fact]
    public async Task Seed_of_a_trigger_decides_the_seeds_of_all_members()
    {
        await using var service = await StartAsync("a", "b");
        service.Work.Release();
        await service.ApplySuiteAsync("experiments: [a, b], seed: 1");

        var first = await service.GetSuiteRunAsync(await service.RunSuiteAsync(body: new { seed = 7 }));
        var second = await service.GetSuiteRunAsync(await service.RunSuiteAsync(body: new { seed = 7 }));
        var own = await service.GetSuiteRunAsync(await service.RunSuiteAsync());

        Assert.Equal(first.Members.Select(m => m.Seed), second.Members.Select(m => m.Seed));
        Assert.Equal((7L, 1L), (first.Seed!.Value, own.Seed!.Value));
        Assert.NotEqual(first.Members[0].Seed, own.Members[0].Seed);
        Assert.Equal(first.Members[0].Seed, (await service.GetAsync(first.Members[0].RunId!)).Seed);
    }

    [Fact]
    public async Task List_filters_and_pages_the_newest_first()
    {
        await using var service = await StartAsync("a", "b");
        service.Work.Outcomes["b"] = Outcome.Invalid;
        service.Work.Release();
        await service.ApplySuiteAsync("experiments: [a]");
        await service.ApplySuiteAsync("experiments: [b]", "other");
        List<string> ids = [];
        for (var i = 0; i < 3; i++) ids.Insert(0, (await service.GetSuiteRunAsync(await service.RunSuiteAsync())).Id);
        await service.GetSuiteRunAsync(await service.RunSuiteAsync("other"));

        var first = await service.GetAsync<SuiteRunListReply>("/api/v1/suites/runs?suite=both&state=finished&limit=2");
        var second = await service.GetAsync<SuiteRunListReply>($"/api/v1/suites/runs?suite=both&limit=2&cursor={first.Next}");
        var invalid = await service.GetAsync<SuiteRunListReply>("/api/v1/suites/runs?verdict=invalid");

        Assert.Equal(ids, [.. first.Runs.Select(r => r.Id), .. second.Runs.Select(r => r.Id)]);
        Assert.Null(second.Next);
        Assert.Equal("other", Assert.Single(invalid.Runs).Suite);
    }

    [Fact]
    public async Task Watcher_sees_each_change_to_the_end_and_a_late_one_the_end()
    {
        await using var service = await StartAsync("a", "b");
        await service.ApplySuiteAsync("experiments: [a, b]");
        var id = await service.RunSuiteAsync();
        var watching = ReadAsync(service, id);
        service.Work.Release();

        var events = await watching;
        var late = await ReadAsync(service, id);

        Assert.Equal(SuiteEventTypes.End, events[^1].EventType);
        Assert.All(events[..^1], e => Assert.Equal(SuiteEventTypes.Suite, e.EventType));
        Assert.Contains("\"verdict\":\"valid\"", events[^1].Data);
        Assert.Equal([SuiteEventTypes.End], late.Select(e => e.EventType));
    }

    [Fact]
    public async Task Report_and_junit_are_there_at_any_time_and_no_script_can_run_in_the_page()
    {
        await using var service = await StartAsync("a", "b");
        await service.ApplySuiteAsync("experiments: [a, b]");
        var id = await service.RunSuiteAsync();
        await Wait.UntilAsync(() => service.Work.Started.Count == 1);
        var early = XDocument.Parse(await service.TextAsync($"/api/v1/suites/runs/{id}/junit")).Root!;
        service.Work.Release();
        var run = await service.GetSuiteRunAsync(id);

        using var report = await service.SendAsync("GET", $"/api/v1/suites/runs/{id}/report");
        var page = await report.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var late = XDocument.Parse(await service.TextAsync($"/api/v1/suites/runs/{id}/junit")).Root!;

        Assert.Equal(("2", "2"), ((string?)early.Attribute("tests"), (string?)early.Attribute("errors")));
        Assert.Equal(("2", "0"), ((string?)late.Attribute("tests"), (string?)late.Attribute("errors")));
        Assert.Contains($"../../../runs/{run.Members[0].RunId}/report", page);
        Assert.Equal("text/html; charset=utf-8", report.Content.Headers.ContentType?.ToString());
        var policy = string.Join(' ', report.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("sandbox allow-same-origin;", policy);
        Assert.DoesNotContain("script-src", policy);
    }

    private static async Task<ServiceUnderTest> StartAsync(params string[] experiments)
    {
        var service = await ServiceUnderTest.StartAsync();
        foreach (var experiment in experiments) await service.ApplyAsync(experiment);
        return service;
    }

    private static Task<HttpResponseMessage> TriggerAsync(ServiceUnderTest service, string suite)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/suites/{suite}/runs");
        request.Headers.Add("Idempotency-Key", "key-1");
        return service.SendAsync(request);
    }

    private static async Task<List<SseItem<string>>> ReadAsync(ServiceUnderTest service, string id)
    {
        using var limit = new CancellationTokenSource(Wait.Limit);
        using var response =
            await service.Http.GetAsync($"/api/v1/suites/runs/{id}/events", HttpCompletionOption.ResponseHeadersRead, limit.Token);
        await using var stream = await response.Content.ReadAsStreamAsync(limit.Token);
        List<SseItem<string>> events = [];
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(limit.Token)) events.Add(item);
        return events;
    }

    [Fact]
    public async Task Trigger_that_waits_for_the_store_holds_up_nobody_who_ends_suites()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        await service.ApplyAsync();
        await service.ApplySuiteAsync("experiments: [calm]");
        var suites = service.Part<SuiteRuns>();
        using var connection = service.Part<StateDatabase>().Connect();
        Database.Execute(connection, "BEGIN IMMEDIATE");
        var trigger = Task.Run(() => suites.Trigger(new SuiteRequest("both", null, "api", Concurrency.Queue)));
        try
        {
            // The lock of the file is waited for much longer.
            for (var started = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(1);)
                await Task.Run(EndSuites, TestContext.Current.CancellationToken)
                    .WaitAsync(TimeSpan.FromSeconds(3), TimeProvider.System, TestContext.Current.CancellationToken);
            Assert.False(trigger.IsCompleted);
        }
        finally
        {
            Database.Execute(connection, "ROLLBACK");
        }
        Assert.NotNull((await trigger).RunId);

        void EndSuites()
        {
            suites.StopAll("halted");
            _ = suites.IdleAsync();
            _ = suites.Going("none");
        }
    }
}
