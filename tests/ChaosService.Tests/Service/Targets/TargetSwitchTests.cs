using ChaosService.Engine.Journal;
using ChaosService.Engine.Recovery;
using ChaosService.Model;
using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;
using ChaosService.Model.Ids;
using ChaosService.Model.Workloads;
using ChaosService.Service.Queue;
using ChaosService.Service.Replies;
using ChaosService.Service.Sharing;
using ChaosService.Service.Targets;
using ChaosService.Tests.Engine.Fakes;
using ChaosService.Tests.Host.Serving;
using ChaosService.Tests.Workloads;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChaosService.Tests.Service.Targets;

public sealed class TargetSwitchTests : IAsyncLifetime
{
    private static readonly TargetDefinition Etcd = new() { Name = "etcd", Database = "fake", Nodes = [] };
    private static readonly ProjectName Project = TargetSwitch.ProjectOf(Etcd);

    private readonly TempDirectory _directory = new();
    private readonly FakeClusters _clusters = new();
    private ServiceUnderTest _service = null!;
    private StateDatabase _state = null!;

    public async ValueTask InitializeAsync()
    {
        _service = await ServiceUnderTest.StartAsync(state: _directory);
        _state = new StateDatabase(_directory.Path);
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task Undo_is_in_the_journal_while_it_comes_up_and_not_while_it_stays()
    {
        IReadOnlyList<string> during = [];
        _clusters.ComingUp = () => during = [.. Journal.Entries().Select(e => e.Id)];

        var state = await Switch().UpAsync(Etcd);

        Assert.Equal(["target"], during);
        Assert.Empty(Journal.Entries());
        Assert.Equal("healthy", state.Health);
        Assert.NotNull(state.KeptSince);
        Assert.Equal(["up kept- keep True"], _clusters.Calls);
    }

    [Fact]
    public async Task Target_that_stays_is_no_leftover_of_a_service_that_is_gone()
    {
        await Switch().UpAsync(Etcd);

        Assert.Empty(await Leftovers().RevertAsync(ofLivingToo: true, heldProject: null, CancellationToken.None));
        Assert.NotNull(Switch().KeptSince(Etcd));
    }

    [Fact]
    public async Task Second_up_leaves_it_as_it_is()
    {
        var first = await Switch().UpAsync(Etcd);
        var second = await Switch().UpAsync(Etcd);

        Assert.Equal(first.KeptSince, second.KeptSince);
        Assert.Single(_clusters.Calls);
    }

    [Fact]
    public async Task One_that_is_kept_and_does_not_run_is_made_anew()
    {
        await Switch().UpAsync(Etcd);
        _clusters.StopAll();

        var state = await Switch().UpAsync(Etcd);

        Assert.Equal("healthy", state.Health);
        Assert.Equal(["up kept- keep True", "remove", "up kept- keep True"], _clusters.Calls);
    }

    [Fact]
    public async Task One_that_does_not_come_up_is_removed_and_not_kept()
    {
        _clusters.UpFails = "no image";

        var refusal = await Assert.ThrowsAsync<RefusedException>(() => Switch().UpAsync(Etcd));

        Assert.Equal((503, "no image"), (refusal.Problem.Status, refusal.Problem.Detail));
        Assert.Equal("remove", _clusters.Calls[^1]);
        Assert.Empty(Journal.Entries());
        Assert.Null(Switch().KeptSince(Etcd));
    }

    [Fact]
    public async Task Down_removes_it_once()
    {
        await Switch().UpAsync(Etcd);

        await Switch().DownAsync(Etcd);
        var again = await Assert.ThrowsAsync<RefusedException>(() => Switch().DownAsync(Etcd));

        Assert.Equal("remove", _clusters.Calls[^1]);
        Assert.Empty(Journal.Entries());
        Assert.Equal(409, again.Problem.Status);
    }

    [Fact]
    public async Task One_that_cannot_be_removed_is_still_kept_so_that_it_can_be_tried_again()
    {
        await Switch().UpAsync(Etcd);
        _clusters.DownFails = "engine gone";

        var refusal = await Assert.ThrowsAsync<RefusedException>(() => Switch().DownAsync(Etcd));

        Assert.Contains("engine gone", refusal.Problem.Detail);
        Assert.NotNull(Switch().KeptSince(Etcd));
        Assert.Empty(Journal.Entries());
    }

    [Fact]
    public async Task Run_that_has_the_target_is_not_disturbed()
    {
        await Switch().UpAsync(Etcd);
        await using var run = await new TargetHolds(_state, TimeProvider.System).AcquireAsync(
            Project, "20260101-000000-calm-aaaaaa", TestContext.Current.CancellationToken);

        foreach (var change in new Func<Task>[] { () => Switch().UpAsync(Etcd), () => Switch().DownAsync(Etcd) })
        {
            var refusal = await Assert.ThrowsAsync<RefusedException>(change);
            Assert.Equal((409, "the target is taken by run 20260101-000000-calm-aaaaaa"), (refusal.Problem.Status, refusal.Problem.Detail));
        }
    }

    [Fact]
    public async Task Halted_service_brings_nothing_up_keeps_what_is_up_and_takes_it_down()
    {
        await Switch().UpAsync(Etcd);
        (await _service.SendAsync("POST", "/api/v1/halt")).Dispose();

        Assert.NotNull(Switch().KeptSince(Etcd));
        Assert.Equal(409, (await Assert.ThrowsAsync<RefusedException>(() => Switch().UpAsync(Etcd))).Problem.Status);
        await Switch().DownAsync(Etcd);
        Assert.Null(Switch().KeptSince(Etcd));
    }

    private SqliteFaultJournal Journal => new(_state, TimeProvider.System);

    private Leftovers Leftovers() =>
        new(Journal, new TargetHolds(_state, TimeProvider.System), [_clusters], TimeProvider.System, NullLogger<Leftovers>.Instance);

    /// <summary>A new one every time: nothing is remembered but on disk.</summary>
    private TargetSwitch Switch() => new(
        new TargetKeeper(_clusters, new KeptTargets(_state), Journal, Leftovers(), TimeProvider.System),
        new TargetTurn(new OnlyInstance(), new TargetHolds(_state, TimeProvider.System)),
        new TargetProbe(_clusters, new Catalog([], [], [new Kind()], []), TimeProvider.System), _service.Part<RunQueue>(),
        TimeProvider.System, _service.Part<IHostApplicationLifetime>(), NullLogger<TargetSwitch>.Instance);

    private sealed class Kind : IDatabaseKind
    {
        public string Name => "fake";

        public IReadOnlyList<string> Roles => [];

        public IReadOnlyList<string> Functions => [];

        public ClientOptions? Bind(MapReader? reader) => new None();

        public IDatabase Connect(DatabaseRequest request) => new FakeDatabase((_, _, _) => throw new InvalidOperationException());

        private sealed record None : ClientOptions;
    }
}
