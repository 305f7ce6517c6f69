using ChaosService.Engine.Journal;
using ChaosService.Engine.Recovery;
using ChaosService.Engine.Store.Firings;
using ChaosService.Engine.Store.Notifications;
using ChaosService.Engine.Store.Runs;
using ChaosService.Model.Histories;
using ChaosService.Model.Recovery;
using ChaosService.Model.Runs;
using ChaosService.Model.Verdicts;
using ChaosService.Service.Notifications.Events;
using ChaosService.Service.Options;
using ChaosService.Service.Recovering;
using ChaosService.Service.Scheduling;
using ChaosService.Tests.Engine.Fakes;
using ChaosService.Tests.Host.Serving;
using Microsoft.Extensions.DependencyInjection;

namespace ChaosService.Tests.Service.Notifications;

/// <summary>What happens in the service against what a receiver hears of it: that, and nothing else.</summary>
public sealed class TriggerTests : IAsyncLifetime
{
    private static readonly Finding Stale = new() { Anomaly = "stale-read", Explanation = "read 1 after 2 was written" };

    private readonly TempDirectory _state = new();
    private Inbox _inbox = null!;

    public async ValueTask InitializeAsync() => _inbox = await Inbox.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _inbox.DisposeAsync();
        _state.Dispose();
    }

    [Theory]
    [InlineData(Outcome.Valid, null, EventTypes.RunPassed)]
    [InlineData(Outcome.Invalid, null, EventTypes.RunInvalid)]
    [InlineData(Outcome.Unknown, null, EventTypes.RunUnknown)]
    [InlineData(Outcome.Invalid, "invalid", EventTypes.RunPassed)]
    [InlineData(Outcome.Valid, "invalid", EventTypes.RunInvalid)]
    public async Task Run_tells_its_begin_and_its_end(Outcome outcome, string? expect, string ended)
    {
        await using var service = await StartAsync();
        service.Work.Outcomes["calm"] = outcome;
        service.Work.Release();
        (await service.PutAsync("calm", ServiceUnderTest.Yaml(expect: expect))).EnsureSuccessStatusCode().Dispose();

        await service.GetAsync(await service.RunAsync());

        Assert.Equal([EventTypes.RunBegun, ended], await HeardAsync(2));
    }

    [Fact]
    public async Task Receiver_that_chose_nothing_hears_nothing_of_a_run_that_passes()
    {
        await using var service = await StartAsync(events: "");
        service.Work.Outcomes["bad"] = Outcome.Invalid;
        service.Work.Release();
        await service.ApplyAsync();
        await service.ApplyAsync("bad");

        await service.GetAsync(await service.RunAsync());
        await service.GetAsync(await service.RunAsync("bad"));

        Assert.Equal([EventTypes.RunInvalid], await HeardAsync(1));
    }

    [Fact]
    public async Task Aborted_and_withdrawn_runs_tell_so()
    {
        await using var service = await StartAsync(events: "alerts");
        await service.ApplyAsync();
        var (id, _) = await BegunAsync(service);
        var waiting = await service.RunAsync();

        (await service.SendAsync("POST", "/api/v1/halt")).EnsureSuccessStatusCode().Dispose();

        Assert.Equal([EventTypes.RunAborted, EventTypes.RunAborted], await HeardAsync(2));
        Assert.Equal(new[] { $"{id}-ended", $"{waiting}-ended" }.Order(), _inbox.Letters.Select(l => l.Id).Order());
    }

    [Fact]
    public async Task Soak_tells_its_first_violation_once()
    {
        await using var service = await StartAsync(events: "run.violated");
        (await service.PutAsync("calm", ServiceUnderTest.Yaml().Replace(
            "duration: 10s", "duration: 60s\n  soak: { window: 30s }", StringComparison.Ordinal))).EnsureSuccessStatusCode().Dispose();
        var (id, tells) = await BegunAsync(service);

        tells.OnWindow(Window(1, Outcome.Valid), 2);
        tells.OnFinding("linearizable", Stale);
        tells.OnFinding("linearizable", Stale);
        tells.OnWindow(Window(2, Outcome.Invalid), 2);
        service.Work.Release();
        await service.GetAsync(id);

        Assert.Equal([EventTypes.RunViolated], await HeardAsync(1));
        Assert.Contains("calm goes on and violates linearizable: stale-read: read 1 after 2 was written", _inbox.Letters.Single().Body);
    }

    [Fact]
    public async Task Window_that_is_invalid_is_a_first_violation_too()
    {
        await using var service = await StartAsync(events: "run.violated", FirstViolation.Always);
        await service.ApplyAsync();
        var (_, tells) = await BegunAsync(service);

        tells.OnWindow(Window(3, Outcome.Invalid), 9);

        Assert.Equal([EventTypes.RunViolated], await HeardAsync(1));
        Assert.Contains("window 3 is invalid", _inbox.Letters.Single().Body);
    }

    [Theory]
    [InlineData("Soak", null, 0)]
    [InlineData("Never", null, 0)]
    [InlineData("Always", null, 1)]
    [InlineData("Always", "invalid", 0)]
    public async Task Ordinary_run_tells_of_it_when_the_options_say_so_and_nobody_expects_it(string when, string? expect, int told)
    {
        await using var service = await StartAsync(events: "run.violated, run.begun", Enum.Parse<FirstViolation>(when));
        (await service.PutAsync("calm", ServiceUnderTest.Yaml(expect: expect))).EnsureSuccessStatusCode().Dispose();
        var (_, tells) = await BegunAsync(service);
        tells.OnFinding("linearizable", Stale);

        // What comes after it says that nothing came between.
        await BegunAsync(service, "other");
        var heard = await HeardAsync(2 + told);
        Assert.Equal(told, heard.Count(t => t == EventTypes.RunViolated));
    }

    [Fact]
    public async Task Fault_tells_its_begin_and_its_end_with_its_time()
    {
        await using var service = await StartAsync(events: "fault.begun, fault.ended");
        await service.ApplyAsync();
        var (id, tells) = await BegunAsync(service);
        foreach (var step in new[]
        {
            FaultStep.Inject, FaultStep.Injected, FaultStep.Effect, FaultStep.Gap, FaultStep.Revert, FaultStep.Reverted,
            FaultStep.Recovery,
        })
            tells.OnFault(ChaosService.Tests.Web.Pages.Pages.Fault(step));

        Assert.Equal([EventTypes.FaultBegun, EventTypes.FaultEnded], await HeardAsync(2));
        var fault = System.Text.Json.JsonDocument.Parse(_inbox.Letters.Last().Body).RootElement.GetProperty("data").GetProperty("fault");
        Assert.Equal(("f1", id, "network-partition", "etcd2"), (
            fault.GetProperty("id").GetString(), fault.GetProperty("runId").GetString(), fault.GetProperty("kind").GetString(),
            fault.GetProperty("nodes")[0].GetString()));
        Assert.True(fault.GetProperty("endedAt").GetDateTimeOffset() >= fault.GetProperty("begunAt").GetDateTimeOffset());
    }

    [Fact]
    public async Task Missed_and_failed_firings_are_told_and_others_are_not()
    {
        await using var service = await StartAsync(events: "alerts");
        await service.ApplyAsync();
        var firings = service.Part<Firings>();

        firings.Record("calm", FiringOutcome.Skipped, null, "the target is taken");
        firings.Record("calm", FiringOutcome.Missed, null, "the service was not running");
        firings.Record("suite/all", FiringOutcome.Failed, null, "no such target");
        firings.Record("calm", FiringOutcome.Started, "run-1", null);

        Assert.Equal([EventTypes.ScheduleMissed, EventTypes.ScheduleFailed], await HeardAsync(2));
        Assert.Contains("\"labels\":{\"suite\":\"test\"}", _inbox.Letters.First().Body);
    }

    [Fact]
    public async Task Fault_that_could_not_be_reverted_is_told_at_once_to_who_wants_nothing_of_the_kind_and_again_when_it_is()
    {
        await using var service = await StartAsync(events: "run.passed");
        await service.ApplyAsync();
        var (id, tells) = await BegunAsync(service);
        var journal = service.Part<IFaultJournal>();
        journal.Open(new JournalEntry(
            id, new("f1"), new("chaosservice-etcd"), new RevertRecipe("fake", "x", "undo"), DateTimeOffset.UnixEpoch, Processes.Current));

        tells.OnNotReverted("f1", "network-partition", ["etcd2"], "the engine is gone");
        Assert.Equal([EventTypes.FaultNotReverted], await HeardAsync(1));
        Assert.Contains("f1 network-partition on etcd2 could not be reverted: the engine is gone", _inbox.Letters.Single().Body);

        var entry = journal.Entries().Single();
        var recovery = service.Part<IEnumerable<IRecoveryObserver>>().Single();
        recovery.Swept([new LeftoverResult(entry, "cannot connect, try 1")]);
        recovery.Swept([new LeftoverResult(entry, "cannot connect, try 2")]);
        recovery.Swept([new LeftoverResult(entry, "no such container")]);
        recovery.Swept([new LeftoverResult(entry, "no such container")]);
        Assert.Equal([EventTypes.FaultNotReverted, EventTypes.FaultNotReverted], await HeardAsync(2));

        journal.Close(id, new("f1"));
        recovery.Swept([]);
        recovery.Swept([]);
        Assert.Equal(EventTypes.FaultResolved, (await HeardAsync(3))[^1]);
    }

    [Fact]
    public async Task What_an_earlier_life_left_and_cannot_be_reverted_is_told_once_over_restarts()
    {
        for (var life = 0; life < 2; life++)
        {
            await using var service = await StartAsync();
            if (life == 0) service.Part<IFaultJournal>().Open(Leftover);
            service.Part<IEnumerable<IRecoveryObserver>>().Single().Swept([new LeftoverResult(Leftover, "this build has no kind 'fake'")]);
            // A life that ends before it knows of the answer leaves it to the next to tell again.
            await Wait.UntilAsync(() => service.Part<NotificationOutbox>().Count("ops", DeliveryState.Delivered) == 1);
        }
        Assert.Equal([EventTypes.FaultNotReverted], await HeardAsync(1));
        Assert.Contains("f1 fake could not be reverted", _inbox.Letters.Single().Body);
    }

    [Fact]
    public async Task Life_that_is_cut_off_before_it_knows_of_the_answer_leaves_the_next_to_tell_it_again_with_the_same_id()
    {
        var never = new TaskCompletionSource();
        _inbox.Manners = n => n == 1 ? new Manner(After: never.Task) : new Manner();
        await using (var service = await StartAsync())
        {
            service.Part<IFaultJournal>().Open(Leftover);
            service.Part<IEnumerable<IRecoveryObserver>>().Single().Swept([new LeftoverResult(Leftover, "this build has no kind 'fake'")]);
            await HeardAsync(1);
        }

        await using var next = await StartAsync();

        Assert.Equal([EventTypes.FaultNotReverted, EventTypes.FaultNotReverted], await HeardAsync(2));
        Assert.Single(_inbox.Letters.Select(l => l.Id).Distinct());
    }

    [Fact]
    public async Task Life_that_was_cut_off_is_told_by_the_next()
    {
        await using (var service = await StartAsync()) await service.ApplyAsync();
        var database = new StateDatabase(_state.Path);
        new RunStore(database).Add(StoredRuns.One("20260101-000000-calm-aaaaaa", RunState.Running));
        // Ended, and stored; then the process was killed before anybody was told.
        new RunStore(database).Add(StoredRuns.One("20260101-000001-calm-bbbbbb"));
        new RunStore(database).Update(
            StoredRuns.One("20260101-000001-calm-bbbbbb", RunState.Finished) with { Verdict = Outcome.Invalid, ExitCode = 1 });
        await new NotificationOutbox(database).PromiseAsync("20260101-000001-calm-bbbbbb");

        await using var next = await StartAsync();

        Assert.Equal(
            [EventTypes.RunInterrupted, EventTypes.RunInvalid], (await HeardAsync(2)).Order(StringComparer.Ordinal).Select(t => t));
        await Wait.UntilAsync(() => next.Part<NotificationOutbox>().Promises().Count == 0);
    }

    [Fact]
    public async Task Promise_of_a_run_is_kept_with_its_end()
    {
        await using var service = await StartAsync(events: "");
        await service.ApplyAsync();
        var (id, _) = await BegunAsync(service);
        await Wait.UntilAsync(() => service.Part<NotificationOutbox>().Promises().Contains(id));

        service.Work.Release();
        await service.GetAsync(id);

        await Wait.UntilAsync(() => service.Part<NotificationOutbox>().Promises().Count == 0);
    }

    [Fact]
    public async Task Receiver_that_never_answers_holds_up_no_run()
    {
        var never = new TaskCompletionSource();
        _inbox.Manners = _ => new Manner(After: never.Task);
        await using var service = await StartAsync();
        service.Work.Release();
        await service.ApplyAsync();

        for (var i = 0; i < 5; i++) Assert.Equal("valid", (await service.GetAsync(await service.RunAsync())).Verdict);

        Assert.Single(_inbox.Letters);
        never.SetResult();
    }

    private static JournalEntry Leftover => new(
        "20260101-000000-calm-aaaaaa", new("f1"), new("elsewhere"), new RevertRecipe("fake", "x", "undo"), DateTimeOffset.UnixEpoch,
        Processes.Current);

    private static WindowRecord Window(int index, Outcome verdict) => new()
    {
        Index = index, Seed = 1, FromSeconds = 0, ToSeconds = 30, Verdict = verdict, Reason = "", Ops = new OpCounts(1, 0, 0, 0),
        Faults = 0, Findings = 0, Checks = [new WindowCheck("linearizable", verdict, "1 stale read")],
    };

    private async Task<ServiceUnderTest> StartAsync(string events = "all", FirstViolation when = FirstViolation.Soak)
    {
        var options = Samples.Options(("ops", Samples.Webhook(_inbox.Url, events)));
        return await ServiceUnderTest.StartAsync(
            options: options with { Notifications = options.Notifications with { FirstViolation = when } }, state: _state);
    }

    private static async Task<(string Id, ChaosService.Engine.Running.Requests.IRunListener Tells)> BegunAsync(
        ServiceUnderTest service, string? other = null)
    {
        if (other is not null) await service.ApplyAsync(other, "redis-sentinel");
        var id = await service.RunAsync(other ?? "calm");
        await Wait.UntilAsync(() => service.Work.Listeners.ContainsKey(id));
        return (id, service.Work.Listeners[id]);
    }

    /// <summary>The types that arrived, in order, once there are so many. Fails when there are more.</summary>
    private async Task<List<string>> HeardAsync(int count)
    {
        await _inbox.UntilAsync(count);
        var types = _inbox.Letters.Select(l => l.Type[EventTypes.Prefix.Length..]).ToList();
        Assert.True(types.Count == count, string.Join(", ", types));
        return types;
    }
}
