using System.Collections.Immutable;
using ChaosService.Reference.Core.Catalog;
using ChaosService.Reference.Core.Migration.Calls;

namespace ChaosService.Reference.Core.Migration.Coordinator;

/// <summary>
/// Takes one shard through its move. None of its state has to survive: progress is in the catalog, and calls are repeated.
/// Two of them at once, each unaware of the other, do no harm.
/// </summary>
internal sealed class MoveDriver(ShardAddress address, MoveOptions options)
{
    private Shard? _shard;
    private IReadOnlySet<uint> _down = ImmutableHashSet<uint>.Empty;
    private MovePlan? _plan;
    private int _answered;
    private int _ticks;
    private int _attempts;

    /// <summary>Whether there is nothing to do.</summary>
    public bool IsIdle => _plan is null;

    /// <param name="shard">The shard in the current catalog; null if it does not exist.</param>
    /// <param name="now">In ns since 1970, as in every command.</param>
    /// <param name="down">Nodes that are down; null when none is known.</param>
    public IReadOnlyList<MigrationEffect> See(Shard? shard, long now, IReadOnlySet<uint>? down = null)
    {
        var gone = (down ?? ImmutableHashSet<uint>.Empty).Where(n => n == shard?.Move?.Source || n == shard?.Move?.Target).ToHashSet();
        var hasMoved = (_shard?.Move, _shard?.Status) != (shard?.Move, shard?.Status);
        var isNews = hasMoved || !gone.SetEquals(_down);
        var lines = hasMoved ? MoveLines.Between(_shard, shard) : [];
        (_shard, _down) = (shard, gone);
        if (!isNews) return [];
        _plan = shard?.Move is null ? null : MovePlan.Of(address, shard, now, options.Bugs, gone);
        (_answered, _attempts) = (0, 0);
        return [.. lines, .. Go()];
    }

    public IReadOnlyList<MigrationEffect> Answered(MigrationAnswer answer)
    {
        if (_plan is null || _answered >= _plan.Calls.Count || answer.Call != _plan.Calls[_answered]) return [];
        if (answer.Error is { } error) return [new Say($"{answer.Call.Rpc} on node {answer.Call.Node} failed: {error}")];
        (_answered, _attempts) = (_answered + 1, 0);
        return Go();
    }

    public IReadOnlyList<MigrationEffect> Tick(long now)
    {
        if (_plan is null || ++_ticks < options.RetryTicks) return [];
        if (++_attempts < options.AttemptsMax || _shard!.Move!.IsAborting || _shard.Status == ShardStatus.Stable) return Go();
        _ticks = 0;
        return
        [
            new Say($"Giving up: {Next} had no good answer in {_attempts} attempts."),
            new Propose(new AbortMove(now, address, _shard.Move.Id)),
        ];
    }

    private string Next => _answered < _plan!.Calls.Count ? $"{_plan.Calls[_answered].Rpc}" : "the catalog";

    private List<MigrationEffect> Go()
    {
        _ticks = 0;
        if (_plan is null) return [];
        if (_answered == _plan.Calls.Count) return [new Propose(_plan.Then)];
        var call = _plan.Calls[_answered];
        return [new Say(MoveLines.Calling(call)), new Ask(call)];
    }
}
