using ChaosService.Reference.Core.Catalog;
using ChaosService.Reference.Core.Rebalancing;
using ChaosService.Reference.Host.Cluster;
using ChaosService.Reference.Host.Settings;

namespace ChaosService.Reference.Host.Moves;

/// <summary>
/// Starts the moves that follow from the nodes' statuses: leaving nodes are emptied, and when the cluster heals itself,
/// copies on nodes that are down are recreated elsewhere. A few at a time, to leave capacity for clients.
/// </summary>
internal sealed class Rebalancer(
    CatalogReplica replica, CatalogClient catalog, NodeSettings settings, TimeProvider time, ILogger<Rebalancer> log)
    : BackgroundService
{
    private const int MovesMax = 4;

    private readonly HashSet<string> _stuck = [];

    /// <summary>On request, moves shards from the fullest nodes to the emptiest.</summary>
    /// <returns>The moves that were started, or why none were.</returns>
    public async Task<(IReadOnlyList<PlannedMove> Moves, Answer Failure)> SpreadAsync(CancellationToken cancellation)
    {
        var (state, why) = await catalog.ReadAsync(cancellation);
        if (state is null) return ([], new(503, why));
        var begun = new List<PlannedMove>();
        foreach (var move in Planning.Spread(state).Moves)
        {
            var answer = await BeginAsync(move, asCoordinator: false, cancellation);
            if (!answer.IsError) begun.Add(move);
            else if (answer.Status >= 500) return ([], answer);
        }
        return (begun, default);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(settings.Tick * settings.ElectionTicks, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (!catalog.IsCoordinator) continue;
            var state = replica.State;
            var (drain, heal) = (Planning.Decommission(state), Planning.Heal(state, settings.IsHealing));
            Show([.. drain.Stuck, .. heal.Stuck]);
            var room = MovesMax - state.Shards.Count(s => s.Move is not null);
            foreach (var move in drain.Moves.Concat(heal.Moves).DistinctBy(m => m.Shard).Take(Math.Max(0, room)))
                await BeginAsync(move, asCoordinator: true, stoppingToken);
        }
    }

    private async Task<Answer> BeginAsync(PlannedMove move, bool asCoordinator, CancellationToken cancellation)
    {
        var answer = await catalog.ProposeAsync(move.ToCommand(catalog.Now), asCoordinator, cancellation);
        MovesLog.Plans(
            log, move.Shard.Database, move.Shard.Table, move.Shard.Shard, move.Source, move.Target, answer.Message ?? $"{answer.Status}");
        return answer;
    }

    /// <summary>Each once, until it has ended.</summary>
    private void Show(IReadOnlyList<string> stuck)
    {
        foreach (var what in stuck.Where(s => !_stuck.Contains(s))) MovesLog.IsStuck(log, what);
        _stuck.Clear();
        _stuck.UnionWith(stuck);
    }
}
