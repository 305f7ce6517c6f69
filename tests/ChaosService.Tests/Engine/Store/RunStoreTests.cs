using ChaosService.Engine.Journal;
using ChaosService.Engine.Store;
using ChaosService.Model.Runs;
using ChaosService.Model.Verdicts;
using ChaosService.Tests.Engine.Fakes;
using ChaosService.Tests.Host.Service;
using Microsoft.Data.Sqlite;

namespace ChaosService.Tests.Engine.Store;

public sealed class RunStoreTests
{
    [Fact]
    public void Run_comes_back_as_it_was_written()
    {
        using var state = new TempDirectory();
        var store = new RunStore(new StateDatabase(state.Path));
        var run = StoredRuns.One("a") with { Labels = new Dictionary<string, string> { ["suite"] = "x'\"y" }, IdempotencyKey = "k", Seed = long.MinValue };
        var ended = run with
        {
            State = RunState.Finished, Verdict = Outcome.Invalid, Reason = "lost", ExitCode = 1, StartedAt = run.AcceptedAt.AddTicks(1), EndedAt = run.AcceptedAt.AddDays(1),
        };

        store.Add(run);
        store.Update(ended);

        Assert.Equivalent(ended, store.Find("a"), strict: true);
        Assert.Equivalent(ended, store.FindByKey("k"), strict: true);
        Assert.Null(store.Find("b"));
    }

    [Fact]
    public void Second_run_with_the_same_key_is_refused()
    {
        using var state = new TempDirectory();
        var store = new RunStore(new StateDatabase(state.Path));
        store.Add(StoredRuns.One("a") with { IdempotencyKey = "k" });

        Assert.Throws<SqliteException>(() => store.Add(StoredRuns.One("b") with { IdempotencyKey = "k" }));
    }

    [Fact]
    public void Pages_hold_every_run_once_though_new_ones_come_in_between()
    {
        using var state = new TempDirectory();
        var store = new RunStore(new StateDatabase(state.Path));
        for (var i = 0; i < 7; i++) store.Add(StoredRuns.One($"r{i}"));

        var first = store.List(new RunFilter(), null, 3);
        store.Add(StoredRuns.One("new"));
        var second = store.List(new RunFilter(), first.Next, 3);
        var third = store.List(new RunFilter(), second.Next, 3);

        Assert.Equal(["r6", "r5", "r4", "r3", "r2", "r1", "r0"], [.. first.Runs.Concat(second.Runs).Concat(third.Runs).Select(r => r.Id)]);
        Assert.Null(third.Next);
        Assert.Throws<FormatException>(() => store.List(new RunFilter(), "6", 3));
    }

    [Fact]
    public void Filters_select()
    {
        using var state = new TempDirectory();
        var store = new RunStore(new StateDatabase(state.Path));
        var noon = DateTimeOffset.UnixEpoch.AddHours(12);
        store.Add(StoredRuns.One("old"));
        store.Add(StoredRuns.One("labelled", at: noon) with { Labels = new Dictionary<string, string> { ["a.b"] = "1", ["c"] = "2" } });
        store.Add(StoredRuns.One("invalid", RunState.Finished, "other", noon.AddHours(1)) with { Verdict = Outcome.Invalid });

        string Ids(RunFilter filter) => string.Join(',', store.List(filter, null, 10).Runs.Select(r => r.Id));

        Assert.Equal("labelled", Ids(new RunFilter(Labels: new Dictionary<string, string> { ["a.b"] = "1", ["c"] = "2" })));
        Assert.Equal("", Ids(new RunFilter(Labels: new Dictionary<string, string> { ["a.b"] = "2" })));
        Assert.Equal("invalid", Ids(new RunFilter(Verdict: Outcome.Invalid)));
        Assert.Equal("invalid", Ids(new RunFilter(Experiment: "other", State: RunState.Finished)));
        Assert.Equal("invalid,labelled", Ids(new RunFilter(Since: noon.ToOffset(TimeSpan.FromHours(5)))));
    }

    [Fact]
    public void Database_of_a_newer_version_is_refused()
    {
        using var state = new TempDirectory();
        var database = new StateDatabase(state.Path);
        using (var connection = database.Connect()) StateDatabase.Execute(connection, "PRAGMA user_version = 99");

        Assert.Contains("newer version", Assert.Throws<IOException>(() => new StateDatabase(state.Path)).Message);
    }
}
