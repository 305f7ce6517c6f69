using System.Globalization;

namespace ChaosService.Reference.Core.Catalog;

/// <summary>How a move begins, advances and ends. The nodes' work in between is handled elsewhere.</summary>
internal static class MoveCommands
{
    private static readonly Answer Accepted = new(202, "shard move initiated");

    /// <summary>Repeating a request while the move is under way changes nothing.</summary>
    public static (CatalogState State, Answer Answer) Begin(CatalogState state, MoveShard command, CatalogBugs bugs)
    {
        if (!ulong.TryParse(command.ShardId, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            return (state, Answer.BadRequest($"'{command.ShardId}' is no shard id: give a whole number"));
        if (TableCommands.Find(state, command.Database, command.Table, out var table) is { } noTable) return (state, noTable);
        if (!table!.Shards.TryGetValue(id, out var shard)) return (state, Answer.NotFound($"shard {id}"));
        if (NodeCommands.Find(state, command.TargetNodeId, out var target) is { } noNode) return (state, noNode);
        if (SourceOf(state, shard, command, target!.Id, out var source) is { } noSource) return (state, noSource);
        if (shard.Move is { } going && !bugs.HasFlag(CatalogBugs.MoveNotIdempotent))
            return (state, IsSame(going, command, target.Id)
                ? Accepted
                : new Answer(409, $"shard {id} is moving to node {going.Target}: wait until that is over, or abort it"));
        if (target.Status != NodeStatus.Active) return (state, Answer.BadRequest($"node {target.Id} is {target.Status}, not Active"));
        if (source is null) return (state, Answer.BadRequest($"node {target.Id} holds shard {id} already"));
        var move = new ShardMove(state.LastMove + 1, source.Value, target.Id, IsAborting: false);
        var moving = (shard with { Move = move }).Become(ShardStatus.MigratingSnapshot);
        return (state.With(new(command.Database, command.Table, id), moving) with { LastMove = move.Id }, Accepted);
    }

    /// <summary>A coordinator's report. Repeating it changes nothing, and a report about a move that has ended is refused.</summary>
    public static (CatalogState State, Answer Answer) Advance(CatalogState state, AdvanceMove command, CatalogBugs bugs)
    {
        if (Find(state, command.Shard, command.Move, out var shard) is { } error) return (state, error);
        var move = shard!.Move!;
        if (move.IsAborting) return (state, new Answer(409, $"move {move.Id} of shard {shard.Id} is being aborted"));
        if (shard.Status == command.To) return (state, new Answer(200));
        if (command.To != Next(shard.Status)) return (state, new Answer(409, $"{command.To} does not follow {shard.Status}"));
        var next = bugs.HasFlag(CatalogBugs.StatusSkipsAState) && command.To == ShardStatus.MigratingWAL
            ? ShardStatus.AwaitingCutover
            : command.To;
        var changed = next == ShardStatus.Stable ? CutOver(shard, move, bugs) : shard;
        var left = next == ShardStatus.Cleaned ? null : move;
        return (state.With(command.Shard, (changed with { Move = left }).Become(next)), new Answer(200));
    }

    /// <summary>A move can be given up until the target owns the shard. The nodes' cleanup is still to come.</summary>
    public static (CatalogState State, Answer Answer) Abort(CatalogState state, AbortMove command)
    {
        if (Find(state, command.Shard, command.Move, out var shard) is { } error) return (state, error);
        if (shard!.Status == ShardStatus.Stable)
            return (state, new Answer(409, $"node {shard.Move!.Target} owns shard {shard.Id} already: move it back"));
        var aborting = shard with { Move = shard.Move! with { IsAborting = true } };
        return (shard.Move.IsAborting ? state : state.With(command.Shard, aborting), new Answer(202, "shard move aborting"));
    }

    /// <summary>
    /// It is not an advance to <see cref="ShardStatus.Stable"/>: of two coordinators one may still be about to cut over.
    /// </summary>
    public static (CatalogState State, Answer Answer) FinishAbort(CatalogState state, FinishAbort command)
    {
        if (Find(state, command.Shard, command.Move, out var shard) is { } error) return (state, error);
        if (!shard!.Move!.IsAborting) return (state, new Answer(409, $"move {command.Move} of shard {shard.Id} is not being aborted"));
        return (state.With(command.Shard, (shard with { Move = null }).Become(ShardStatus.Stable)), new Answer(200));
    }

    /// <returns>The error, or null; then the source, or null when the target has everything.</returns>
    private static Answer? SourceOf(CatalogState state, Shard shard, MoveShard command, uint target, out uint? source)
    {
        source = shard.Partitions.Find(p => !p.Contains(target))?[0];
        if (command.SourceNodeId is null) return null;
        if (NodeCommands.Find(state, command.SourceNodeId, out var node) is { } noNode) return noNode;
        source = shard.Partitions.Exists(p => Shard.IsMoved(p, new(0, node!.Id, target, false))) ? node!.Id : null;
        return source is not null || shard.Move is not null
            ? null
            : Answer.BadRequest($"node {node!.Id} holds nothing of shard {shard.Id} that node {target} does not");
    }

    private static bool IsSame(ShardMove going, MoveShard command, uint target) =>
        going.Target == target && !going.IsAborting
            && (command.SourceNodeId is not { } source || source == going.Source.ToString(CultureInfo.InvariantCulture));

    private static Shard CutOver(Shard shard, ShardMove move, CatalogBugs bugs) => bugs.HasFlag(CatalogBugs.ReplicationFactorDropsToOne)
        ? shard with { Partitions = shard.Partitions.ConvertAll(p => Shard.IsMoved(p, move) ? [move.Target] : p) }
        : shard.CutOver(move);

    private static ShardStatus Next(ShardStatus status) => status switch
    {
        ShardStatus.MigratingSnapshot => ShardStatus.MigratingWAL,
        ShardStatus.MigratingWAL => ShardStatus.AwaitingCutover,
        ShardStatus.AwaitingCutover => ShardStatus.Stable,
        _ => ShardStatus.Cleaned,
    };

    private static Answer? Find(CatalogState state, ShardAddress address, ulong move, out Shard? shard)
    {
        shard = null;
        if (TableCommands.Find(state, address.Database, address.Table, out var table) is { } error) return error;
        if (!table!.Shards.TryGetValue(address.Shard, out shard)) return Answer.NotFound($"shard {address.Shard}");
        return shard.Move?.Id == move ? null : new Answer(409, $"move {move} of shard {address.Shard} is over");
    }
}
