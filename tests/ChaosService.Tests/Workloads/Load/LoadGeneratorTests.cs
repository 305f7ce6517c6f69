using ChaosService.Model.Histories;
using ChaosService.Model.Load;
using ChaosService.Model.Plans;
using ChaosService.Model.Workloads;
using ChaosService.Tests.Engine.Fakes;
using ChaosService.Workloads.Load;
using ChaosService.Workloads.Register;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChaosService.Tests.Workloads.Load;

public sealed class LoadGeneratorTests
{
    private readonly FakeRecorder _recorder = new();
    private readonly LoadGenerator _generator = new(NullLogger<LoadGenerator>.Instance);

    [Fact]
    public async Task Info_moves_the_worker_to_a_new_process_with_a_new_client()
    {
        using var stop = new CancellationTokenSource();
        var database = new FakeDatabase((_, _, op) =>
        {
            if (op == 3) stop.Cancel();
            return new(op < 3 ? OpResult.Info("timeout", "n1") : OpResult.Ok(default, "n1"));
        });

        await _generator.RunAsync(Run(database, clients: 1, firstWorker: 1, workers: 3), stop.Token);

        Assert.Equal([1, 12, 23, 34], database.Opened);
        Assert.Equal([1, 12, 23, 34], database.Closed);
        Assert.Equal([1, 1, 12, 12, 23, 23, 34, 34], _recorder.Events.Select(e => e.Process));
    }

    [Fact]
    public async Task Client_that_throws_is_recorded_as_info_with_the_exceptions_type()
    {
        using var stop = new CancellationTokenSource();
        var database = new FakeDatabase((_, _, _) =>
        {
            stop.Cancel();
            throw new InvalidOperationException("broken");
        });

        await _generator.RunAsync(Run(database, clients: 1), stop.Token);

        Assert.Equal((OpType.Info, nameof(InvalidOperationException)), (_recorder.Events[1].Type, _recorder.Events[1].Error));
    }

    [Fact]
    public async Task Invocation_is_recorded_before_the_client_is_asked()
    {
        using var stop = new CancellationTokenSource();
        var before = 0;
        var database = new FakeDatabase((_, _, _) =>
        {
            before = _recorder.Events.Count;
            stop.Cancel();
            return new(OpResult.Ok(default, null));
        });

        await _generator.RunAsync(Run(database, clients: 1), stop.Token);

        Assert.Equal(1, before);
        Assert.Equal([OpType.Invoke, OpType.Ok], _recorder.Events.Select(e => e.Type));
    }

    [Fact]
    public async Task Open_loop_keeps_its_schedule_while_the_database_stalls()
    {
        var stalled = new TaskCompletionSource<OpResult>();
        var database = new FakeDatabase((_, _, op) => op < 2 ? new(stalled.Task) : new(OpResult.Ok(default, "n1")));
        var running = _generator.RunAsync(
            Run(database, clients: 2, rate: 1000, duration: 0.5, timeout: 0.1), TestContext.Current.CancellationToken);
        await Wait.UntilAsync(() => _recorder.Events is [{ IntendedNs: { } first }, ..] && _recorder.ElapsedNs > first + 300_000_000);
        var endOfStallNs = _recorder.ElapsedNs;
        stalled.SetResult(OpResult.Ok(default, "n1"));
        await running;

        var invocations = _recorder.Events.Where(e => e.Type == OpType.Invoke).OrderBy(e => e.IntendedNs).ToArray();
        Assert.Equal(500, invocations.Length);
        Assert.All(
            invocations.Zip(invocations.Skip(1)),
            pair => Assert.InRange(pair.Second.IntendedNs!.Value - pair.First.IntendedNs!.Value, 999_999, 1_000_001));
        var shed = Ended().Where(e => e.End.Error == "shed: no free client").ToArray();
        // Those that had waited longer than the limit of 100 ms when the stall ended, however late that was; but for the two that were in
        // it.
        var waitedTooLong = invocations.Where(e => endOfStallNs - e.IntendedNs > 100_000_000).Select(e => e.IntendedNs).Skip(2).ToList();
        Assert.True(waitedTooLong.Count >= 190, $"{waitedTooLong.Count} waited too long");
        Assert.Empty(waitedTooLong.Except(shed.Select(e => e.Invoke.IntendedNs)));
        Assert.All(shed, e => Assert.True(e.End.TimeNs - e.Invoke.IntendedNs > 100_000_000, $"{e.Invoke} was shed at {e.End.TimeNs}"));
        Assert.All(shed, e => Assert.Equal(OpType.Fail, e.End.Type));
        Assert.Equal(500, _recorder.Events.Count(e => e.Type != OpType.Invoke));
    }

    [Fact]
    public async Task Open_loop_that_is_stopped_returns_at_once_and_leaves_no_op_open()
    {
        using var stop = new CancellationTokenSource();
        var database = new FakeDatabase((_, _, op) =>
        {
            if (op == 20) stop.Cancel();
            return new(OpResult.Ok(default, "n1"));
        });

        await _generator.RunAsync(Run(database, clients: 2, rate: 1000, duration: 3600), stop.Token);

        Assert.Equal(_recorder.Events.Count(e => e.Type == OpType.Invoke), _recorder.Events.Count(e => e.Type != OpType.Invoke));
        Assert.InRange(_recorder.Events.Count(e => e.Type == OpType.Ok), 21, 22);
    }

    [Fact]
    public async Task Same_seed_gives_a_worker_the_same_ops()
    {
        var first = await OpsAsync(seed: 7);
        Assert.Equal(first, await OpsAsync(seed: 7));
        Assert.NotEqual(first, await OpsAsync(seed: 8));
    }

    [Fact]
    public async Task Final_reads_are_tried_until_each_key_was_read_under_processes_that_go_on_from_the_load()
    {
        var database = new FakeDatabase((_, operation, op) => new(
            op < 4 ? OpResult.Info("timeout", "n1") : op < 6 ? OpResult.Fail("no leader", "n1") : OpResult.Ok(OpValue.Integer(9), "n1")));
        var run = Run(database, clients: 2);

        Assert.True(await _generator.FinalReadsAsync(run, TestContext.Current.CancellationToken));

        Assert.Equal(["k0", "k1", "k2"], _recorder.Events.Where(e => e.Type == OpType.Ok).Select(e => e.Key!).Order());
        Assert.Equal(database.Opened.Count, database.Opened.Distinct().Count());
        Assert.Equal(database.Opened.Order(), database.Closed.Order());
    }

    [Fact]
    public async Task Final_reads_that_never_succeed_end_with_the_token_and_say_so()
    {
        using var stop = new CancellationTokenSource();
        var database = new FakeDatabase((_, _, op) =>
        {
            if (op == 5) stop.Cancel();
            return new(OpResult.Fail("no leader", "n1"));
        });

        Assert.False(await _generator.FinalReadsAsync(Run(database, clients: 1), stop.Token));
    }

    /// <summary>Each op's two events: a process has one op at a time.</summary>
    private IEnumerable<(OpEvent Invoke, OpEvent End)> Ended() =>
        _recorder.Events.GroupBy(e => e.Process).SelectMany(p => p.Chunk(2)).Select(pair => (pair[0], pair[1]));

    private static async Task<string[]> OpsAsync(long seed)
    {
        using var stop = new CancellationTokenSource();
        var recorder = new FakeRecorder();
        var database = new FakeDatabase((_, _, op) =>
        {
            if (op == 200) stop.Cancel();
            return new(OpResult.Ok(default, null));
        });
        await new LoadGenerator(NullLogger<LoadGenerator>.Instance).RunAsync(Run(database, 1, recorder, seed, workers: 2), stop.Token);
        return [.. recorder.Events.Where(e => e.Type == OpType.Invoke).Take(40).Select(e => $"{e.F} {e.Key} {e.Value}")];
    }

    private LoadRun Run(
        IDatabase database, int clients, int firstWorker = 0, int? workers = null, double? rate = null, double duration = 60,
        double timeout = 1) =>
        Run(database, clients, _recorder, 42, firstWorker, workers, rate, duration, timeout);

    private static LoadRun Run(
        IDatabase database, int clients, IRecorder recorder, long seed, int firstWorker = 0, int? workers = null, double? rate = null,
        double duration = 60, double timeout = 1) => new(
        new PlannedLoad(
            0, "register", new RegisterParameters(3, new RegisterMix(1, 1, 0)), clients, rate, TimeSpan.FromSeconds(timeout), null!),
        seed, firstWorker, workers ?? clients, TimeSpan.FromSeconds(duration), new RegisterWorkload(), database, recorder,
        TimeProvider.System);
}
