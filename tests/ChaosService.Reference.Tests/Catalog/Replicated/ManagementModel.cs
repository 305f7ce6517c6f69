using ChaosService.Reference.Core.Catalog;
using ChaosService.Reference.Core.Placement;

namespace ChaosService.Reference.Tests.Catalog.Replicated;

/// <summary>
/// The management API as its pages say it, one call after the other: what each is answered, and what there is afterwards. It takes no step
/// from the catalog that it judges, but where a shard is put is the catalog's choice: that is judged by its properties.
/// </summary>
internal sealed class ManagementModel
{
    private readonly SortedDictionary<uint, string> _nodes = [];
    private readonly Dictionary<(string Database, string Table), ModelTable> _tables = [];
    private ulong _moves;

    /// <returns>What is wrong with an answer and the catalog after it, or null.</returns>
    public string? Judge(CatalogCommand command, Answer answer, CatalogState after)
    {
        var expected = command switch
        {
            AddNode c => Add(c),
            RemoveNode c => OfNode(c.Id, node => IsInUse(node) ? 409 : Then(() => _nodes.Remove(node), 204)),
            SetNodeStatus c => OfNode(c.Id, node => IsStatus(c.Status) ? Then(() => _nodes[node] = c.Status!, 200) : 400),
            CreateTable c => Create(c),
            ConfigureSharding c => Configure(c),
            CreateShard c => Create(c, after),
            MoveShard c => Move(c),
            AdvanceMove c => OfMove(c.Shard, c.Move, shard => Advance(shard, c.To)),
            AbortMove c => OfMove(c.Shard, c.Move, shard => shard.HasNewOwner ? 409 : Then(() => shard.IsAborting = true, 202)),
            FinishAbort c => OfMove(c.Shard, c.Move, shard => shard.IsAborting ? Then(() => shard.End("Stable"), 200) : 409),
            _ => throw new NotSupportedException(command.GetType().Name),
        };
        return answer.Status != expected ? $"{command} was answered {answer.Status} ({answer.Message}), not {expected}"
            : Said(after) is var said && said != ToString() ? $"after {command} the catalog is\n{said}\nand not\n{this}"
            : null;
    }

    public override string ToString() => Text(_nodes, _tables.OrderBy(t => t.Key).SelectMany(t =>
        t.Value.Shards.Values.Select(s => $"{t.Key.Database}.{t.Key.Table}/{s}")));

    private static string Said(CatalogState state) => Text(
        state.Nodes.Select(n => KeyValuePair.Create(n.Key, n.Value.Status)),
        state.Addressed.Select(s => $"{s.Address.Database}.{s.Address.Table}/" + new ModelShard(
            s.Shard.Id, s.Shard.Time, [.. s.Shard.Partitions.Select(p => p.ToList())], [.. s.Shard.History.Select(h => $"{h}")])
        {
            Move = s.Shard.Move is { } move ? (move.Id, move.Source, move.Target) : null,
            IsAborting = s.Shard.Move is { IsAborting: true },
        }));

    private static string Text(IEnumerable<KeyValuePair<uint, string>> nodes, IEnumerable<string> shards) =>
        string.Join('\n', nodes.Select(n => $"node {n.Key} {n.Value}").Concat(shards));

    private static int Then(Action change, int status)
    {
        change();
        return status;
    }

    private static bool IsStatus(string? status) => status is "Active" or "Inactive" or "Draining" or "Joining" or "Leaving" or "Down";

    private bool IsInUse(uint node) => _tables.Values.SelectMany(t => t.Shards.Values).Any(s => s.Uses(node));

    private int Add(AddNode c) =>
        c.RpcAddress == "" || !IsStatus(c.Status) ? 400 : _nodes.TryAdd(c.Id, c.Status) ? 201 : 409;

    private int OfNode(string id, Func<uint, int> then) =>
        !uint.TryParse(id, out var node) ? 400 : _nodes.ContainsKey(node) ? then(node) : 404;

    private int Create(CreateTable c) => c.ReplicationFactor < 1 ? 400
        : _tables.TryAdd((c.Database, c.Table), new ModelTable(c.ReplicationFactor)) ? 201 : 409;

    private int Configure(ConfigureSharding c)
    {
        if (c.HashPartitions < 1 || c.ShardKeys is ["host", "host"]) return 400;
        if (!_tables.TryGetValue((c.Database, c.Table), out var table)) return 404;
        table.Partitions = c.HashPartitions ?? table.Partitions;
        return 200;
    }

    private int Create(CreateShard c, CatalogState after)
    {
        if (c.Time.End <= c.Time.Start) return 400;
        if (!_tables.TryGetValue((c.Database, c.Table), out var table)) return 404;
        if (table.Shards.Values.Any(s => s.Time == c.Time)) return 200;
        if (table.Shards.Values.Any(s => s.Time.Start < c.Time.End && c.Time.Start < s.Time.End)) return 409;
        var active = _nodes.Where(n => n.Value == "Active").Select(n => n.Key).ToHashSet();
        if (active.Count < table.Copies) return 503;
        var made = after.Table(c.Database, c.Table)!.Shards.Values.Single(s => s.Time == c.Time);
        var isWellPlaced = made.Partitions.Count == table.Partitions
            && made.Partitions.TrueForAll(p => p.Count == table.Copies && p.Distinct().Count() == table.Copies && p.All(active.Contains));
        table.Shards.Add(made.Id, new(made.Id, made.Time, [.. made.Partitions.Select(p => p.ToList())], ["Stable"]));
        return isWellPlaced ? 201 : -1;
    }

    private int Move(MoveShard c)
    {
        if (!ulong.TryParse(c.ShardId, out var id)) return 400;
        if (!_tables.TryGetValue((c.Database, c.Table), out var table) || !table.Shards.TryGetValue(id, out var shard)) return 404;
        return OfNode(c.TargetNodeId, target =>
        {
            var asked = (uint?)null;
            if (c.SourceNodeId is { } named && OfNode(named, node => Then(() => asked = node, 0)) is var wrong and not 0) return wrong;
            if (shard.Move is { } move)
                return move.Target == target && !shard.IsAborting && (asked is null || asked == move.Source) ? 202 : 409;
            var source = shard.Partitions.Where(p => !p.Contains(target) && (asked is null || p.Contains(asked.Value)))
                .Select(p => asked ?? p[0]).Cast<uint?>().FirstOrDefault();
            if (source is null || _nodes[target] != "Active") return 400;
            shard.Begin(++_moves, source.Value, target);
            return 202;
        });
    }

    private int OfMove(ShardAddress address, ulong move, Func<ModelShard, int> then) =>
        !_tables.TryGetValue((address.Database, address.Table), out var table) || !table.Shards.TryGetValue(address.Shard, out var shard)
            ? 404 : shard.Move?.Id == move ? then(shard) : 409;

    private static int Advance(ModelShard shard, ShardStatus to)
    {
        if (shard.IsAborting) return 409;
        if (shard.Statuses[^1] == $"{to}") return 200;
        string[] order = ["MigratingSnapshot", "MigratingWAL", "AwaitingCutover", "Stable", "Cleaned"];
        if (Array.IndexOf(order, shard.Statuses[^1]) + 1 != Array.IndexOf(order, $"{to}")) return 409;
        if (to == ShardStatus.Cleaned) shard.End("Cleaned");
        else shard.Become($"{to}");
        return 200;
    }

    private sealed class ModelTable(int copies)
    {
        public int Copies => copies;

        public int Partitions { get; set; } = 1;

        public SortedDictionary<ulong, ModelShard> Shards { get; } = [];
    }
}
