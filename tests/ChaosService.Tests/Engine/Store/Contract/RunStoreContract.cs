using System.Data.Common;
using ChaosService.Engine.Store.Applied;
using ChaosService.Engine.Store.Runs;
using ChaosService.Engine.Store.Service;
using ChaosService.Engine.Store.Sql;
using ChaosService.Model.Runs;
using ChaosService.Model.Verdicts;
using ChaosService.Tests.Host.Serving;

namespace ChaosService.Tests.Engine.Store.Contract;

/// <summary>What every database does for the stores.</summary>
public abstract class RunStoreContract
{
    [Fact]
    public void Run_comes_back_as_it_was_written()
    {
        var store = Store();
        var run = StoredRuns.One("a") with
        {
            Labels = new Dictionary<string, string> { ["suite"] = "x'\"y" }, IdempotencyKey = "k", Seed = long.MinValue,
            TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        };
        var ended = run with
        {
            State = RunState.Finished, Verdict = Outcome.Invalid, Reason = "lost", ExitCode = 1, StartedAt = run.AcceptedAt.AddTicks(1),
            EndedAt = run.AcceptedAt.AddDays(1),
        };

        store.Add(run);
        store.Update(ended);

        Assert.Equivalent(ended with { Instance = Instance }, store.Find("a"), strict: true);
        Assert.Equivalent(ended with { Instance = Instance }, store.FindByKey("k"), strict: true);
        Assert.Null(store.Find("b"));
    }

    [Fact]
    public void Second_run_with_the_same_key_is_refused()
    {
        var store = Store();
        store.Add(StoredRuns.One("a") with { IdempotencyKey = "k" });

        Assert.ThrowsAny<DbException>(() => store.Add(StoredRuns.One("b") with { IdempotencyKey = "k" }));
    }

    [Fact]
    public void Pages_hold_every_run_once_though_new_ones_come_in_between()
    {
        var store = Store();
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
        var store = Store();
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
    public void What_was_left_unfinished_is_interrupted_and_what_is_over_stays()
    {
        var store = Store();
        store.Add(StoredRuns.One("queued", RunState.Queued));
        store.Add(StoredRuns.One("running", RunState.Running));
        store.Add(StoredRuns.One("finished", RunState.Finished) with { Verdict = Outcome.Valid });
        EndThisLife();

        Assert.Equal(["running", "queued"], store.EndUnfinished(DateTimeOffset.UnixEpoch.AddDays(1)));

        Assert.Equal(
            [RunState.Finished, RunState.Interrupted, RunState.Interrupted],
            store.List(new RunFilter(), null, 10).Runs.Select(r => r.State));
        Assert.Empty(store.EndUnfinished(DateTimeOffset.UnixEpoch.AddDays(1)));
    }

    [Fact]
    public async Task Run_that_is_over_does_not_begin()
    {
        var store = Store();
        var run = StoredRuns.One("a", RunState.Queued);
        store.Add(run);

        Assert.True(await store.UpdateUnfinishedAsync(run with { State = RunState.Running }));
        Assert.True(await store.UpdateUnfinishedAsync(run with { State = RunState.Interrupted }));
        Assert.False(await store.UpdateUnfinishedAsync(run with { State = RunState.Running }));
        Assert.Equal(RunState.Interrupted, store.Find("a")!.State);
    }

    [Fact]
    public void Verdict_comes_back_with_its_violations()
    {
        var store = Store();
        const string Json = """
            {"checks":[{"check":"linearizable","outcome":"invalid","findings":[{"anomaly":"stale-read"},{"anomaly":"stale-read"},{}]},
                       {"check":"availability","outcome":"invalid","findings":[]},{"check":"recovery","outcome":"valid"}]}
            """;

        store.SaveVerdict("a", "{}", "first");
        store.SaveVerdict("a", Json, "zero \0 and half \ud800");

        Assert.Equal(["availability/invalid", "linearizable/invalid", "linearizable/stale-read"], store.Violations("a").Order());
        Assert.Equal((Json, "zero \uFFFD and half \uFFFD"), store.Verdict("a"));
        Assert.Empty(store.Violations("b"));
    }

    [Fact]
    public async Task Runs_of_many_callers_are_listed_in_the_order_of_the_calls()
    {
        var store = Store();

        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => store.AddAsync(StoredRuns.One($"r{i:000}"))));

        Assert.Equal(
            Enumerable.Range(0, 200).Select(i => $"r{i:000}").Reverse(), store.List(new RunFilter(), null, 300).Runs.Select(r => r.Id));
    }

    [Fact]
    public void Pins_deletions_documents_and_halts_are_kept()
    {
        var database = Open();
        var (store, pins, deletions, applied, halts) = (
            new RunStore(database), new RunPins(database), new RunDeletions(database),
            new AppliedExperiments(database, TimeProvider.System), new Halts(database));
        store.Add(StoredRuns.One("a"));
        store.SaveVerdict("a", "{}", "");
        pins.Pin("a");
        pins.Pin("a");
        Assert.Equal(["a"], pins.All());

        deletions.Mark("a", "/runs/a", "old");
        deletions.Mark("a", "/runs/a", "older");
        Assert.Equal([new MarkedRun("a", "/runs/a", "old")], deletions.Marked());
        deletions.Complete("a");
        Assert.Empty(deletions.Marked());
        Assert.Null(store.Find("a"));
        Assert.Empty(pins.All());

        Assert.True(applied.Apply("b", "one"));
        Assert.False(applied.Apply("b", "one"));
        Assert.True(applied.Apply("b", "two"));
        Assert.True(applied.Apply("B", "capital"));
        Assert.Equal(["B capital", "b two"], applied.All().Select(e => $"{e.Name} {e.Yaml}"));
        Assert.True(applied.Delete("b"));
        Assert.False(applied.Delete("b"));

        Assert.Null(halts.Current);
        halts.Halt("one");
        halts.Halt("two");
        Assert.Equal("two", halts.Current);
        halts.Resume();
        Assert.Null(halts.Current);
    }

    /// <summary>Whose the runs are.</summary>
    protected virtual string Instance => "";

    /// <summary>Whatever this life accepted is left behind.</summary>
    protected virtual void EndThisLife()
    {
    }

    /// <summary>An empty one.</summary>
    protected abstract Database Open();

    private RunStore Store() => new(Open());
}
