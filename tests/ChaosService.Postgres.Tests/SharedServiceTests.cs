using System.Net;
using System.Net.ServerSentEvents;
using ChaosService.Contracts;
using ChaosService.Engine.Store.Notifications;
using ChaosService.Engine.Store.Postgres;
using ChaosService.Model.Runs;
using ChaosService.Postgres.Tests.Running;
using ChaosService.Service.Options;
using ChaosService.Service.Options.Texts;
using ChaosService.Service.Queue;
using ChaosService.Tests.Engine.Fakes;
using ChaosService.Tests.Host.Serving;

namespace ChaosService.Postgres.Tests;

/// <summary>Two services on one database, in one process, with runs that the test ends.</summary>
public sealed class SharedServiceTests(PostgresServer server) : IAsyncLifetime
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(3);

    private string _database = null!;
    private ServiceUnderTest _one = null!;
    private ServiceUnderTest _two = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await server.NewDatabaseAsync();
        _one = await StartAsync("one");
        _two = await StartAsync("two");
        await _one.ApplyAsync();
    }

    [Fact]
    public async Task Run_of_one_instance_is_seen_refused_and_waited_for_by_the_other()
    {
        var first = await _one.RunAsync();
        await RunsAsync(_one, first);

        Assert.Contains(first, (await _two.GetAsync<RunListReply>("/api/v1/runs")).Runs.Select(r => r.Id));
        using var refused = await _two.TriggerAsync(new { experiment = "calm", concurrency = "forbid" });
        Assert.Contains("of instance 'one'", (await ServiceUnderTest.ProblemAsync(refused, HttpStatusCode.Conflict)).Detail);

        var second = await _two.RunAsync();
        Assert.DoesNotContain(second, _two.Work.Started);
        Assert.Equal(RunState.Queued, _two.Part<IRunStore>().Find(second)!.State);
        _one.Work.Release();
        await UntilAsync(() => _two.Work.Started.Contains(second), "the second run begins when the first gave the target back");
    }

    [Fact]
    public async Task Run_of_another_instance_is_replaced_or_aborted()
    {
        var first = await _one.RunAsync();
        await RunsAsync(_one, first);

        var second = await _two.RunAsync(concurrency: "replace");
        await UntilAsync(() => Stored(first).State == RunState.Aborted, "the first run is replaced");
        Assert.Equal($"replaced by run {second} of instance 'two'", Stored(first).Reason);
        await RunsAsync(_two, second);

        using var aborted = await _one.SendAsync("POST", $"/api/v1/runs/{second}/abort");
        Assert.Equal(HttpStatusCode.Accepted, aborted.StatusCode);
        await UntilAsync(() => Stored(second).State == RunState.Aborted, "the second run is aborted");
    }

    [Fact]
    public async Task Halt_and_resume_hold_in_every_instance()
    {
        var run = await _two.RunAsync();
        await RunsAsync(_two, run);

        using (await _one.SendAsync("POST", "/api/v1/halt"))
        await UntilAsync(() => _two.Part<RunQueue>().Closed is not null, "the other halts");
        await UntilAsync(() => Stored(run).State == RunState.Aborted, "its run ends");
        using (var refused = await _two.TriggerAsync(new { experiment = "calm" }))
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);

        using (await _two.SendAsync("POST", "/api/v1/resume"))
        await UntilAsync(() => _one.Part<RunQueue>().Closed is null, "the one that halted resumes");
    }

    [Fact]
    public async Task Same_key_gets_one_run_from_two_instances_at_once()
    {
        for (var i = 0; i < 10; i++)
        {
            var key = $"key-{i}";
            var answers = await Task.WhenAll(
                Enumerable.Range(0, 8).Select(n => (n % 2 == 0 ? _one : _two).TriggerAsync(new { experiment = "calm" }, key)));
            foreach (var answer in answers)
                Assert.True(
                    answer.StatusCode == HttpStatusCode.Accepted,
                    await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            var ids = await Task.WhenAll(answers.Select(async a => (await ServiceUnderTest.ReadAsync<RunReply>(a)).Id));

            Assert.Single(ids.Distinct());
        }
    }

    [Fact]
    public async Task Changes_of_all_instances_are_in_the_shared_audit_log()
    {
        await _two.ApplyAsync("other");
        using var address = new PostgresDatabase(PostgresAddress.Parse(_database).Address!, "reader");

        await UntilAsync(() => new SharedAudit(address).Last(10).Count >= 2, "both changes are there");

        Assert.Equal(["one", "two"], new SharedAudit(address).Last(10).Select(l => l.Instance));
    }

    [Fact]
    public void Shared_audit_log_is_in_the_order_of_the_changes_whoever_copies_first()
    {
        using var address = new PostgresDatabase(PostgresAddress.Parse(_database).Address!, "reader");
        var audit = new SharedAudit(address);

        audit.Append("2999-01-01T00:00:00.0000002+00:00", "second");
        audit.Append("2999-01-01T00:00:00.0000001+00:00", "first");

        Assert.Equal(["first", "second"], audit.Last(2).Select(l => l.Line));
    }

    [Fact]
    public async Task Instance_that_others_took_for_gone_ends_its_runs_and_lives_on()
    {
        var run = await _one.RunAsync();
        await RunsAsync(_one, run);
        var life = _one.Part<PostgresDatabase>().Life;

        // As when it was frozen for longer than its lease.
        await PostgresServer.ExecuteAsync(_database, "DELETE FROM instance WHERE name = 'one'");

        await UntilAsync(() => Stored(run).State == RunState.Aborted, "the run ends");
        Assert.Contains("took this one for gone", Stored(run).Reason);
        await UntilAsync(() => _one.Part<PostgresDatabase>().Life > life, "it joins again");
        _one.Work.Release();
        await UntilAsync(() => Stored(_one.RunAsync().GetAwaiter().GetResult()) is not null, "it takes runs again");
    }

    public async ValueTask DisposeAsync()
    {
        await _one.DisposeAsync();
        await _two.DisposeAsync();
    }

    private static async Task<IAsyncEnumerator<SseItem<string>>> EventsAsync(HttpResponseMessage answer)
    {
        var stream = await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        return SseParser.Create(stream).EnumerateAsync(TestContext.Current.CancellationToken).GetAsyncEnumerator();
    }

    private static Task<bool> NextAsync(IAsyncEnumerator<SseItem<string>> events) =>
        events.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System);

    private Task<ServiceUnderTest> StartAsync(string instance) =>
        ServiceUnderTest.StartAsync(
            options: new ServiceOptions { Store = new StoreOptions { Postgres = _database, Instance = instance, Lease = Lease } });

    private StoredRun Stored(string id) => _one.Part<IRunStore>().Find(id)!;

    private static Task RunsAsync(ServiceUnderTest service, string run) =>
        UntilAsync(() => service.Work.Started.Contains(run), $"run {run} begins");

    private static Task UntilAsync(Func<bool> condition, string what) => Wait.UntilAsync(condition, what);

    [Fact]
    public async Task Run_of_another_instance_is_followed_to_its_end_and_not_told_as_over_before()
    {
        var run = await _one.RunAsync();
        await RunsAsync(_one, run);

        using var stream = await _two.SendAsync("GET", $"/api/v1/runs/{run}/events");
        var events = await EventsAsync(stream);
        Assert.True(await NextAsync(events));
        Assert.Equal("state", events.Current.EventType);
        Assert.Contains("\"instance\":\"one\"", events.Current.Data);
        var waiting = _two.GetAsync<RunReply>($"/api/v1/runs/{run}?wait=20s");
        Assert.Equal("running", (await _two.GetAsync<RunReply>($"/api/v1/runs/{run}?wait=300ms")).State);
        Assert.False(waiting.IsCompleted);
        using (var live = await _two.SendAsync("GET", $"/api/v1/runs/{run}/live"))
            Assert.Contains("instance 'one'", (await ServiceUnderTest.ProblemAsync(live, HttpStatusCode.NotFound)).Detail);
        Assert.Contains("It goes on in the instance one", await _two.TextAsync($"/runs/{run}"));

        _one.Work.Release();
        while (events.Current.EventType == "state") Assert.True(await NextAsync(events));
        Assert.Equal("end", events.Current.EventType);
        Assert.Contains("\"verdict\":\"valid\"", events.Current.Data);
        Assert.Equal("finished", (await waiting).State);
    }

    [Fact]
    public async Task What_runs_elsewhere_is_told_to_who_watches_the_whole_service()
    {
        using var stream = await _two.SendAsync("GET", "/api/v1/events");
        var events = await EventsAsync(stream);

        var run = await _one.RunAsync();
        await UntilToldAsync("\"state\":\"running\"");
        _one.Work.Release();
        await UntilToldAsync("\"state\":\"finished\"");

        async Task UntilToldAsync(string part)
        {
            do Assert.True(await NextAsync(events));
            while (events.Current.EventType != "run" || !Says(run) || !Says(part));
        }

        bool Says(string part) => events.Current.Data.Contains(part, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_of_a_suite_of_another_instance_is_followed_and_waited_for()
    {
        await _one.ApplySuiteAsync("experiments: [calm]");
        var id = await _one.RunSuiteAsync();

        using var stream = await _two.SendAsync("GET", $"/api/v1/suites/runs/{id}/events");
        var events = await EventsAsync(stream);
        Assert.True(await NextAsync(events));
        Assert.Equal("suite", events.Current.EventType);
        using (var refused = await _two.SendAsync("POST", $"/api/v1/suites/runs/{id}/abort"))
            Assert.Contains("goes on in another instance", (await ServiceUnderTest.ProblemAsync(refused, HttpStatusCode.Conflict)).Detail);
        var waiting = _two.GetSuiteRunAsync(id);

        _one.Work.Release();
        while (events.Current.EventType == "suite") Assert.True(await NextAsync(events));
        Assert.Equal("end", events.Current.EventType);
        Assert.Equal(("finished", "valid"), ((await waiting).State, (await waiting).Verdict));
    }

    [Fact]
    public async Task Who_notices_that_an_instance_is_gone_tells_of_its_runs()
    {
        var named = new Named<ReceiverOptions>();
        named["ops"] = new ReceiverOptions { Url = "http://127.0.0.1:1/x", Secret = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=" };
        await using var three = await ServiceUnderTest.StartAsync(options: new ServiceOptions
        {
            Store = new StoreOptions { Postgres = _database, Instance = "three", Lease = Lease },
            Notifications = new NotificationOptions { Receivers = named },
        });
        var outbox = three.Part<NotificationOutbox>();
        var run = await _one.RunAsync();
        await RunsAsync(_one, run);

        // Gone for good: nobody of it can tell.
        await PostgresServer.ExecuteAsync(_database, $"UPDATE run SET life = -1, instance = 'gone' WHERE id = '{run}'");

        await UntilAsync(() => outbox.List("ops", null, 9).Any(i => i.EventId == $"{run}-ended"), "the other tells of it");
        Assert.Equal("run.interrupted", outbox.List("ops", null, 9).Single(i => i.EventId == $"{run}-ended").Type);
    }
}
