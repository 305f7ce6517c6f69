using System.Net;
using ChaosService.Contracts;
using ChaosService.Engine.Store.Runs;
using ChaosService.Model.Runs;
using ChaosService.Model.Suites;
using ChaosService.Model.Verdicts;
using ChaosService.Service.Audit;
using ChaosService.Service.Options;
using ChaosService.Tests.Engine.Fakes;
using ChaosService.Tests.Host.Serving;

namespace ChaosService.Tests.Service.Retention;

public sealed class RetentionTests : IDisposable
{
    private static readonly ServiceOptions NoLast = new() { Retention = new RetentionOptions { KeepLast = 0 } };

    private readonly StoredOnDisk _stored = new();

    public void Dispose() => _stored.Dispose();

    [Fact]
    public async Task Dry_run_shows_what_would_go_and_why_and_changes_nothing()
    {
        _stored.Add("old", 31);
        _stored.Add("new", 1);
        await using var service = await StartAsync();

        var reply = await service.GetAsync<RetentionReply>("/api/v1/retention");

        Assert.Equal((2, 2048, 1, 1024), (reply.Runs, reply.Bytes, reply.RemoveRuns, reply.RemoveBytes));
        Assert.Equal(new RetentionEntry("old", 1024, "ended 31 days ago, and age is 30d"), Assert.Single(reply.Remove));
        Assert.True(_stored.HasFiles("old"));
        Assert.NotNull(_stored.Store.Find("old"));
    }

    [Fact]
    public async Task Run_that_goes_leaves_neither_files_nor_rows_and_is_counted_and_audited()
    {
        var old = _stored.Add("old", 31);
        _stored.Shows("old", "linearizable", "stale-read");
        _stored.Add("new", 1);
        await using var service = await StartAsync();

        var reply = await ApplyAsync(service);

        Assert.Equal((1, 1, 1024, 0), (reply.Runs, reply.Deleted.Runs, reply.Deleted.Bytes, reply.RemoveRuns));
        Assert.False(Directory.Exists(old.Directory));
        Assert.Null(_stored.Store.Find("old"));
        Assert.Null(_stored.Store.Verdict("old"));
        Assert.True(_stored.HasFiles("new"));
        var entry = Assert.Single(service.Part<AuditLog>().Entries(), e => e.What == "delete run");
        Assert.Equal(
            ("(retention)", "old", "ended 31 days ago, and age is 30d"), (entry.Who, entry.Subject["id"], entry.Subject["reason"]));
    }

    [Fact]
    public async Task Evidence_of_an_open_violation_stays_and_the_limit_that_it_breaks_is_said()
    {
        foreach (var id in new[] { "first", "middle", "newest" })
        {
            _stored.Add(id, 400, Outcome.Invalid);
            _stored.Shows(id, "linearizable", "stale-read");
        }
        await using var service = await StartAsync(NoLast with { Retention = NoLast.Retention with { Count = 1 } });

        var reply = await ApplyAsync(service);
        var ready = await service.GetAsync<HealthReply>("/readyz");

        Assert.Equal(["first", "newest"], reply.Keep.Select(k => k.RunId));
        Assert.Contains("linearizable/stale-read of 'calm'", reply.Keep[0].Reason);
        Assert.True(_stored.HasFiles("first") && _stored.HasFiles("newest") && !_stored.HasFiles("middle"));
        Assert.Contains("2 runs are kept where the limit is 1", Assert.Single(ready.Warnings));
        Assert.Equal("ready", ready.Status);
    }

    [Fact]
    public async Task Pinned_run_stays_until_it_is_unpinned()
    {
        _stored.Add("old", 31);
        await using var service = await StartAsync();

        using var pinned = await service.SendAsync("POST", "/api/v1/runs/old/pin");
        var kept = await ApplyAsync(service);
        using var unpinned = await service.SendAsync("POST", "/api/v1/runs/old/unpin");
        var left = await ApplyAsync(service);
        using var unknown = await service.SendAsync("POST", "/api/v1/runs/old/pin");

        Assert.Equal("pinned", Assert.Single(kept.Keep).Reason);
        Assert.Equal(0, left.Runs);
        Assert.Equal(
            (HttpStatusCode.NoContent, HttpStatusCode.NoContent, HttpStatusCode.NotFound),
            (pinned.StatusCode, unpinned.StatusCode, unknown.StatusCode));
    }

    [Fact]
    public async Task Deletion_that_was_cut_off_goes_on_with_the_next_start()
    {
        var marked = _stored.Add("marked", 1);
        var half = _stored.Add("half", 1);
        var deletions = new RunDeletions(_stored.Database);
        foreach (var run in new[] { marked, half }) deletions.Mark(run.Id, run.Directory, "too old");
        Directory.Delete(half.Directory, recursive: true);

        await using var service = await StartAsync();

        await Wait.UntilAsync(() => service.Part<RunDeletions>().Marked().Count == 0);
        Assert.False(_stored.HasFiles("marked"));
        Assert.Empty((await service.GetAsync<RunListReply>("/api/v1/runs")).Runs);
    }

    [Fact]
    public async Task What_is_not_a_run_s_own_directory_is_never_touched()
    {
        using var elsewhere = new TempDirectory();
        _stored.Add("outside", 99, directory: elsewhere.File("outside"));
        _stored.Add("parent", 99, directory: Path.Combine(_stored.Runs, "parent", "..", "..", "runs"));
        _stored.Add("other", 99, directory: Path.Combine(_stored.Runs, "stray"));
        var linked = _stored.Add("linked", 99);
        Directory.Move(linked.Directory, elsewhere.File("linked"));
        Directory.CreateSymbolicLink(linked.Directory, elsewhere.File("linked"));
        await using var service = await StartAsync();

        var reply = await ApplyAsync(service);

        Assert.Equal(0, reply.Deleted.Runs);
        Assert.Equal(4, reply.KeepRuns);
        Assert.Contains("is a link", reply.Keep.Single(k => k.RunId == "linked").Reason);
        Assert.True(File.Exists(Path.Combine(elsewhere.File("outside"), "history.jsonl.gz"))
            && File.Exists(Path.Combine(elsewhere.File("linked"), "history.jsonl.gz")));
        Assert.True(Directory.Exists(Path.Combine(_stored.Runs, "stray")));
    }

    [Fact]
    public async Task Link_inside_a_run_goes_and_what_it_leads_to_stays()
    {
        using var elsewhere = new TempDirectory();
        File.WriteAllText(elsewhere.File("precious"), new string('x', 5000));
        var old = _stored.Add("old", 99);
        Directory.CreateSymbolicLink(Path.Combine(old.Directory, "way-out"), elsewhere.Path);
        await using var service = await StartAsync();

        var dry = await service.GetAsync<RetentionReply>("/api/v1/retention");
        await ApplyAsync(service);

        Assert.Equal(1024, dry.RemoveBytes);
        Assert.False(_stored.HasFiles("old"));
        Assert.True(File.Exists(elsewhere.File("precious")));
    }

    [Fact]
    public async Task Limits_are_looked_at_after_each_run()
    {
        _stored.Add("old", 31);
        await using var service = await StartAsync();
        service.Work.Release();
        await service.ApplyAsync("other");

        await service.RunAsync("other");

        await Wait.UntilAsync(() => _stored.Store.Find("old") is null);
    }

    [Fact]
    public async Task Run_whose_fault_is_still_in_force_stays()
    {
        _stored.Add("old", 31);
        await using var service = await StartAsync();
        var journal = service.Part<IFaultJournal>();
        journal.Open(new JournalEntry(
            "old", new("f1"), new("p"), new ChaosService.Model.Recovery.RevertRecipe("network", "{}", "x"), DateTimeOffset.UnixEpoch,
            new ProcessIdentity(1, 1)));

        Assert.Equal("a fault of it is still in force", Assert.Single((await ApplyAsync(service)).Keep).Reason);
    }

    private Task<ServiceUnderTest> StartAsync(ServiceOptions? options = null) =>
        ServiceUnderTest.StartAsync(options: options ?? NoLast, state: _stored.State);

    private static async Task<RetentionReply> ApplyAsync(ServiceUnderTest service)
    {
        using var response = await service.SendAsync("POST", "/api/v1/retention/run");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await ServiceUnderTest.ReadAsync<RetentionReply>(response);
    }

    [Fact]
    public async Task Run_of_a_suite_goes_when_it_is_old_and_the_last_of_its_runs_is_gone()
    {
        _stored.Add("old", 31);
        _stored.Add("precious", 31);
        var suites = new SuiteRunStore(_stored.Database);
        suites.Save(Suite("gone", daysOld: 31, "old"));
        suites.Save(Suite("kept", daysOld: 31, "old", "precious"));
        suites.Save(Suite("young", daysOld: 2, "never-accepted"));
        suites.Save(Suite("going", daysOld: 99) with { State = SuiteRunState.Running });
        await using var service = await StartAsync();
        // What an earlier life left going on ends now, so it is young.
        using (await service.SendAsync("POST", "/api/v1/runs/precious/pin")) await ApplyAsync(service);

        Assert.Null(suites.Find("gone"));
        Assert.All(["kept", "young", "going"], id => Assert.NotNull(suites.Find(id)));
        var entry = Assert.Single(service.Part<AuditLog>().Entries(), e => e.What == "delete suite run");
        Assert.Equal(("gone", "none of its runs is kept any more"), (entry.Subject["id"], entry.Subject["reason"]));
    }

    private static SuiteRun Suite(string id, int daysOld, params string[] runs) => new()
    {
        Id = id, Suite = "nightly", Cause = "test", State = SuiteRunState.Finished,
        Members = [.. runs.DefaultIfEmpty("none").Select(Member)],
        StartedAt = TimeProvider.System.GetUtcNow().AddDays(-daysOld), EndedAt = TimeProvider.System.GetUtcNow().AddDays(-daysOld),
    };

    private static SuiteMember Member(string run) => new() { Experiment = "calm", RunId = run, State = MemberState.Finished };
}
