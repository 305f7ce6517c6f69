using ChaosService.Engine.Running.Exercising;
using ChaosService.Engine.Running.Requests;
using ChaosService.Engine.Store.Directories;
using ChaosService.Model;
using ChaosService.Model.Clusters;
using ChaosService.Model.Experiments;
using ChaosService.Model.Histories;
using ChaosService.Model.Plans;
using ChaosService.Tests.Engine.Fakes;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChaosService.Tests.Engine.Running.Exercising;

public sealed class NemesisTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly FakeRecorder _recorder = new();
    private readonly FakeListener _listener = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Fault_is_journalled_before_it_is_injected_and_closed_after_it_is_reverted()
    {
        var kind = new FakeFaultKind();
        var journal = new MemoryJournal(kind.Say);

        await Nemesis(kind, journal).RunAsync([Fault()], CancellationToken.None, TestContext.Current.CancellationToken);

        Assert.Equal(["prepare n1", "journal open", "inject", "effect", "revert", "journal close", "recovery"], kind.Calls);
        Assert.Empty(journal.Entries());
        Assert.Equal(
            [
                FaultStep.Inject, FaultStep.Gap, FaultStep.Injected, FaultStep.Effect, FaultStep.Revert, FaultStep.Reverted,
                FaultStep.Recovery,
            ],
            _recorder.Faults.Select(e => e.Step));
    }

    [Fact]
    public async Task Fault_that_fails_half_way_through_injection_is_reverted()
    {
        var kind = new FakeFaultKind { InjectThrows = true };
        var journal = new MemoryJournal();

        await Nemesis(kind, journal).RunAsync([Fault()], CancellationToken.None, TestContext.Current.CancellationToken);

        Assert.Contains("revert", kind.Calls);
        Assert.Empty(journal.Entries());
        Assert.Contains(_recorder.Faults, e => e is { Step: FaultStep.Failed, Detail: "half-way" });
    }

    [Fact]
    public async Task Refused_fault_touches_nothing_and_says_why()
    {
        var kind = new FakeFaultKind { Refusal = "the host's own disk" };
        var journal = new MemoryJournal(kind.Say);

        await Nemesis(kind, journal).RunAsync([Fault()], CancellationToken.None, TestContext.Current.CancellationToken);

        Assert.Empty(kind.Calls);
        Assert.Equal([(FaultStep.Failed, "the host's own disk")], _recorder.Faults.Select(e => (e.Step, e.Detail)));
    }

    [Fact]
    public async Task Fault_that_is_ended_from_outside_is_reverted_before_its_time()
    {
        var kind = new FakeFaultKind();
        var journal = new MemoryJournal();
        var control = new RunControl();
        Assert.False(control.EndFault("f1"));
        var running =
            Nemesis(kind, journal, control: control).RunAsync(
                [Fault(hold: TimeSpan.FromHours(1))], CancellationToken.None, TestContext.Current.CancellationToken);
        await kind.Injected.Task;

        Assert.True(control.EndFault("f1"));
        await running;

        Assert.Contains("revert", kind.Calls);
        Assert.Empty(journal.Entries());
        Assert.DoesNotContain(_recorder.Faults, e => e.Step == FaultStep.Failed);
        Assert.False(control.EndFault("f1"));
    }

    [Fact]
    public async Task Stop_in_mid_hold_reverts_at_once()
    {
        var kind = new FakeFaultKind();
        using var stop = new CancellationTokenSource();

        var running = Nemesis(kind, new MemoryJournal()).RunAsync([Fault(hold: TimeSpan.FromHours(1))], CancellationToken.None, stop.Token);
        await kind.Injected.Task;
        await stop.CancelAsync();
        await running.WaitAsync(Wait.Limit, TestContext.Current.CancellationToken);

        Assert.Contains("revert", kind.Calls);
        Assert.Contains(_recorder.Faults, e => e.Step == FaultStep.Reverted);
    }

    [Fact]
    public async Task Revert_is_tried_again()
    {
        var kind = new FakeFaultKind { FailingReverts = 2 };
        var journal = new MemoryJournal();
        var nemesis = Nemesis(kind, journal);

        await nemesis.RunAsync([Fault()], CancellationToken.None, TestContext.Current.CancellationToken);

        Assert.Equal(3, kind.Calls.Count(c => c == "revert"));
        Assert.Empty(journal.Entries());
        Assert.Empty(nemesis.NotReverted);
        Assert.Empty(_listener.NotReverted);
    }

    [Fact]
    public async Task Nobody_is_told_of_a_revert_before_it_is_on_its_way()
    {
        var kind = new FakeFaultKind { FailingReverts = 1 };
        _listener.Told = e => kind.Say($"told {e.Step}");

        await Nemesis(kind, new MemoryJournal()).RunAsync([Fault()], CancellationToken.None, TestContext.Current.CancellationToken);

        Assert.Equal(["revert", "told Revert", "revert", "told Failed", "told Reverted"], kind.Calls.SkipWhile(c => c != "revert").Take(5));
        var recorded = _recorder.Faults.Select(e => e.Step).SkipWhile(s => s != FaultStep.Revert);
        Assert.Equal([FaultStep.Revert, FaultStep.Failed, FaultStep.Reverted, FaultStep.Recovery], recorded);
    }

    [Fact]
    public async Task Fault_that_cannot_be_reverted_stays_in_the_journal_and_is_reported()
    {
        var kind = new FakeFaultKind { FailingReverts = 100 };
        var journal = new MemoryJournal();
        var nemesis = Nemesis(kind, journal);

        await nemesis.RunAsync([Fault()], CancellationToken.None, TestContext.Current.CancellationToken);

        Assert.Equal("f1", Assert.Single(journal.Entries()).Id);
        Assert.Equal("f1 fake: stuck", Assert.Single(nemesis.NotReverted));
        Assert.Equal("f1 fake n1: stuck", Assert.Single(_listener.NotReverted));
        Assert.DoesNotContain(_recorder.Faults, e => e.Step == FaultStep.Reverted);
    }

    [Fact]
    public async Task Effect_that_is_not_seen_is_recorded_as_such()
    {
        var kind = new FakeFaultKind { EffectSeen = false };

        await Nemesis(kind, new MemoryJournal()).RunAsync([Fault()], CancellationToken.None, TestContext.Current.CancellationToken);

        Assert.False(_recorder.Faults.Single(e => e.Step == FaultStep.Effect).Proven);
    }

    [Fact]
    public async Task Role_is_resolved_when_the_fault_is_injected()
    {
        var kind = new FakeFaultKind();
        var fault = Fault() with { Nodes = [], Role = "leader", RoleCount = 1 };

        await Nemesis(kind, new MemoryJournal(), roles: new() { ["n1"] = "follower", ["n2"] = "leader" })
            .RunAsync([fault], CancellationToken.None, TestContext.Current.CancellationToken);

        Assert.Equal("prepare n2", kind.Calls[0]);
    }

    [Theory]
    [InlineData("follower", null, null)]
    [InlineData("leader", "n2", null)]
    [InlineData("leader", null, "n1 is follower, not leader")]
    [InlineData("follower", "n2", "n2 is leader, not follower")]
    [InlineData("leader", "n3", "n3 is of no known role, not leader")]
    public async Task Fault_is_skipped_unless_the_role_is_as_its_condition_says(string role, string? node, string? otherwise)
    {
        var kind = new FakeFaultKind();
        var fault = Fault() with { When = new(role, node) };

        await Nemesis(kind, new MemoryJournal(), roles: new() { ["n1"] = "follower", ["n2"] = "leader" })
            .RunAsync([fault], CancellationToken.None, TestContext.Current.CancellationToken);

        Assert.Equal(otherwise is null, kind.Calls.Count > 0);
        Assert.Equal(otherwise, _recorder.Faults.SingleOrDefault(e => e.Step == FaultStep.Skipped)?.Detail);
    }

    [Fact]
    public async Task More_nodes_at_once_than_safety_allows_are_refused()
    {
        var kind = new FakeFaultKind();
        var both = Fault() with { Nodes = ["n1", "n2"] };

        await Nemesis(kind, new MemoryJournal(), new SafetyLimits(MaxNodes: 1)).RunAsync(
            [both], CancellationToken.None, TestContext.Current.CancellationToken);

        Assert.Empty(kind.Calls);
        Assert.Contains("safety.maxNodes is 1", Assert.Single(_recorder.Faults).Detail);
    }

    [Fact]
    public async Task Fault_gets_the_seed_that_the_plan_has_for_it()
    {
        var kind = new FakeFaultKind();

        await Nemesis(kind, new MemoryJournal()).RunAsync([Fault()], CancellationToken.None, TestContext.Current.CancellationToken);

        Assert.Equal(7, Assert.Single(kind.Requests).Seed);
    }

    [Fact]
    public async Task Name_of_a_scaled_service_is_all_of_its_containers()
    {
        var kind = new FakeFaultKind();

        await Nemesis(kind, new MemoryJournal(), cluster: Scaled).RunAsync(
            [Fault() with { Nodes = ["member", "n2"] }], CancellationToken.None, TestContext.Current.CancellationToken);

        Assert.Equal("prepare member-1,member-2,n2", kind.Calls[0]);
    }

    [Fact]
    public async Task Scaled_service_that_the_seed_drew_as_one_node_is_refused()
    {
        var kind = new FakeFaultKind();

        await Nemesis(kind, new MemoryJournal(), cluster: Scaled).RunAsync(
            [Fault() with { Nodes = ["member"], Drawn = true }], CancellationToken.None, TestContext.Current.CancellationToken);

        Assert.Empty(kind.Calls);
        Assert.Equal(
            "the plan drew member, and that is 2 containers; list them one by one: target: { nodes: [member-1, member-2] }",
            Assert.Single(_recorder.Faults).Detail);
    }

    private static FakeCluster Scaled => new() { Nodes = [Member(1), Member(2), new("n2", "db")] };

    private static ClusterNode Member(int number) => new($"member-{number}", "db") { Service = "member", Number = number };

    [Fact]
    public async Task Fault_after_the_end_of_the_load_says_that_it_never_was()
    {
        var kind = new FakeFaultKind();
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();

        await Nemesis(kind, new MemoryJournal()).RunAsync(
            [Fault() with { At = TimeSpan.FromHours(1) }], CancellationToken.None, stop.Token);

        Assert.Empty(kind.Calls);
        Assert.Equal(FaultStep.Failed, Assert.Single(_recorder.Faults).Step);
    }

    [Fact]
    public async Task Fault_of_a_sequence_begins_when_the_one_before_it_is_over_however_late_that_is()
    {
        var kind = new FakeFaultKind();
        var second = Fault() with { Id = "f2", After = ["f1"] };
        var control = new RunControl();

        var running = Nemesis(kind, new MemoryJournal(), control: control).RunAsync(
            [Fault(hold: TimeSpan.FromHours(1)), second], CancellationToken.None, TestContext.Current.CancellationToken);
        await kind.Injected.Task;
        Assert.Single(kind.Requests);
        control.EndFault("f1");
        await running.WaitAsync(Wait.Limit, TestContext.Current.CancellationToken);

        Assert.Equal(["f1", "f2"], kind.Requests.Select(r => r.Id.Text));
        Assert.All(_recorder.Faults.Select(e => e.FaultId).SkipWhile(id => id == "f1"), id => Assert.Equal("f2", id));
    }

    [Fact]
    public async Task Verdict_reverts_what_is_in_force_and_skips_what_was_to_come()
    {
        var kind = new FakeFaultKind();
        var journal = new MemoryJournal();
        using var enough = new CancellationTokenSource();
        var later = Fault() with { Id = "f2", At = TimeSpan.FromHours(1) };

        var running = Nemesis(kind, journal).RunAsync(
            [Fault(hold: TimeSpan.FromHours(1)), later], enough.Token, TestContext.Current.CancellationToken);
        await kind.Injected.Task;
        await enough.CancelAsync();
        await running.WaitAsync(Wait.Limit, TestContext.Current.CancellationToken);

        Assert.Empty(journal.Entries());
        Assert.DoesNotContain(_recorder.Faults, e => e.Step == FaultStep.Failed);
        Assert.True(_recorder.Faults.Single(e => e.Step == FaultStep.Effect).Proven, "what began is still looked at");
        Assert.Equal(["f2"], _recorder.Faults.Where(e => e.Step == FaultStep.Skipped).Select(e => e.FaultId));
        Assert.Equal(["f1"], FaultWindow.From(_recorder.Faults).Select(w => w.Id));
    }

    private static PlannedFault Fault(TimeSpan hold = default) =>
        new("f1", "fake", new FakeParameters(), TimeSpan.Zero, hold, ["n1"], Role: null, RoleCount: 0, Group: null, Drawn: false, Seed: 7);

    private Nemesis Nemesis(
        FakeFaultKind kind, MemoryJournal journal, SafetyLimits? limits = null, Dictionary<string, string>? roles = null,
        RunControl? control = null, FakeCluster? cluster = null)
    {
        cluster ??= new FakeCluster("n1", "n2", "n3");
        var log = new FaultLog(
            _recorder, new RunJournal(_directory.File($"{Guid.NewGuid():N}.jsonl"), TimeProvider.System), _listener, NullLogger.Instance);
        var life = new FaultLife(
            "run", cluster, new Catalog([kind], [], [], []), journal, log, control ?? new RunControl(), TimeProvider.System,
            NullLogger.Instance);
        return new Nemesis(
            life, new LiveNodes(cluster, roles is null ? null : new FakeRoles(roles), TimeProvider.System),
            new BlastRadius(limits ?? new SafetyLimits(), cluster.Nodes), log, TimeProvider.System, NullLogger.Instance);
    }
}
