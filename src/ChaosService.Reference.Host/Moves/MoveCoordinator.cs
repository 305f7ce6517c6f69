using System.Collections.Immutable;
using System.Threading.Channels;
using ChaosService.Reference.Core.Catalog;
using ChaosService.Reference.Core.Migration.Calls;
using ChaosService.Reference.Core.Migration.Coordinator;
using ChaosService.Reference.Host.Cluster;
using ChaosService.Reference.Host.Pausing;
using ChaosService.Reference.Host.Settings;

namespace ChaosService.Reference.Host.Moves;

/// <summary>
/// Carries out moves on the coordinating node. It keeps no state: the next coordinator reads a move's progress from the catalog,
/// and continues. For a moment there may be two, which the core's driver allows for.
/// </summary>
internal sealed class MoveCoordinator(
    CatalogReplica replica, CatalogClient catalog, MoveCalls calls, MoveMetrics metrics, PausePoints pauses,
    NodeSettings settings, TimeProvider time, ILogger<MoveCoordinator> log) : BackgroundService
{
    private const int WaitingMax = 4096;

    private readonly Dictionary<ShardAddress, MoveDriver> _moves = [];

    /// <summary>Steps in progress, by shard: a step without an answer so far does not count as failed.</summary>
    private readonly Dictionary<ShardAddress, int> _busy = [];

    private readonly Channel<(ShardAddress Shard, MigrationAnswer? Answer)> _over =
        Channel.CreateBounded<(ShardAddress, MigrationAnswer?)>(new BoundedChannelOptions(WaitingMax) { SingleReader = true });

    private MoveOptions Options => new() { RetryTicks = settings.ElectionTicks, Bugs = settings.MigrationBugs };

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(settings.Tick, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            TakeAnswers(stoppingToken);
            if (catalog.IsCoordinator) See(replica.State, stoppingToken);
            else _moves.Clear();
            metrics.InProgress.Set(_moves.Count);
        }
    }

    private void TakeAnswers(CancellationToken cancellation)
    {
        while (_over.Reader.TryRead(out var step))
        {
            if (--_busy[step.Shard] == 0) _busy.Remove(step.Shard);
            if (step.Answer is { } answer && _moves.TryGetValue(step.Shard, out var move))
                Do(step.Shard, move.Answered(answer), cancellation);
        }
    }

    private void See(CatalogState state, CancellationToken cancellation)
    {
        var down = state.Nodes.Values.Where(n => n.Status == NodeStatus.Down).Select(n => n.Id).ToImmutableHashSet();
        foreach (var (address, shard) in state.Addressed.Where(s => s.Shard.Move is not null))
        {
            if (!_moves.TryGetValue(address, out var move)) _moves[address] = move = new MoveDriver(address, Options);
            Do(address, move.See(shard, catalog.Now, down), cancellation);
            if (!_busy.ContainsKey(address)) Do(address, move.Tick(catalog.Now), cancellation);
        }
        foreach (var (address, move) in _moves.Where(m => state.Shard(m.Key)?.Move is null).ToList())
        {
            Do(address, move.See(state.Shard(address), catalog.Now), cancellation);
            metrics.Ended.WithLabels(state.Shard(address)?.Status == ShardStatus.Cleaned ? "cleaned" : "undone").Inc();
            _moves.Remove(address);
        }
    }

    private void Do(ShardAddress address, IReadOnlyList<MigrationEffect> effects, CancellationToken cancellation)
    {
        foreach (var effect in effects)
        {
            if (effect is Say say)
            {
                MovesLog.Says(log, say.Line, address.Database, address.Table, address.Shard);
                continue;
            }
            _busy[address] = _busy.GetValueOrDefault(address) + 1;
            _ = effect is Ask ask ? AskAsync(ask.Call, cancellation) : ReportAsync(address, ((Propose)effect).Command, cancellation);
        }
    }

    private async Task AskAsync(MigrationCall call, CancellationToken cancellation)
    {
        await pauses.PassAsync(MovePoints.Calling(call.Rpc), cancellation);
        var answer = await calls.AskAsync(call, cancellation);
        await _over.Writer.WriteAsync((call.Shard, answer), cancellation);
    }

    private async Task ReportAsync(ShardAddress address, CatalogCommand command, CancellationToken cancellation)
    {
        await pauses.PassAsync(
            command is AdvanceMove advance ? MovePoints.Reporting(advance.To) : MovePoints.ReportingUndone, cancellation);
        var answer = await catalog.ProposeAsync(command, asCoordinator: true, cancellation);
        if (answer.IsError) MovesLog.NotReported(log, address.Database, address.Table, address.Shard, answer.Message);
        await _over.Writer.WriteAsync((address, null), cancellation);
    }
}
