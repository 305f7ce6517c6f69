using ChaosService.Checking.Findings;
using ChaosService.Checking.Observations;
using ChaosService.Model.Timeseries;

namespace ChaosService.Checking.Timeseries.Copies;

/// <summary>The observations of one shard, in time order: its statuses, its owners, its moves.</summary>
internal sealed class ShardLife(string table, long shard, IReadOnlyList<(Sight<ShardsView> Sight, ShardView View)> seen)
{
    /// <summary>The longest observed list of statuses: the others are prefixes of it.</summary>
    private readonly IReadOnlyList<string> _statuses = seen.MaxBy(s => s.View.History.Count).View.History;

    /// <summary>Moves that reached their cutover.</summary>
    public int Done => _statuses.Zip(_statuses.Skip(1)).Count(s => s is (ShardStatuses.Cutover, ShardStatuses.Stable));

    private string Name => $"shard {shard} of table {table}";

    public static IEnumerable<ShardLife> Of(Sights<ShardsView> shards) =>
        shards.All.Where(s => s.View is not null).SelectMany(s => s.View!.Shards, (s, v) => (Sight: s, View: v))
            .GroupBy(s => (s.View.Table, s.View.Shard)).Select(g => new ShardLife(g.Key.Table, g.Key.Shard, [.. g]));

    public IEnumerable<(string Anomaly, string Sentence)> Troubles() => [.. Order(), .. Ownership(), .. Unfinished()];

    private IEnumerable<(string, string)> Order()
    {
        for (var i = 1; i < _statuses.Count; i++)
            if (!ShardStatuses.MayFollow(i > 1 ? _statuses[i - 2] : null, _statuses[i - 1], _statuses[i]))
                yield return ("wrong-order", $"{Name} went from {_statuses[i - 1]} to {_statuses[i]}: {string.Join(" → ", _statuses)}");
    }

    /// <summary>After a cutover the shard's target owns it, and there are as many copies as before.</summary>
    private IEnumerable<(string, string)> Ownership()
    {
        foreach (var (before, after) in seen.Zip(seen.Skip(1)))
        {
            var since = after.View.History.Skip(before.View.History.Count).ToList();
            if (!since.Contains(ShardStatuses.Stable)) continue;
            var at = $"as {after.Sight.Subject} showed at {Words.At(after.Sight.Line.TimeNs)}";
            // The intended owner is known where one observation shows the move and the next its end, with no other move in between.
            var cutOver = before.View.Status == ShardStatuses.Cutover || since.Contains(ShardStatuses.Cutover);
            if (before.View.Target is { } target && cutOver && !since.Contains(ShardStatuses.Snapshot)
                && !after.View.Replicas.Any(r => r.Contains(target)))
                yield return ("not-owned", $"node {target} owns nothing of {Name} after its cutover, {at}");
            foreach (var (had, has, i) in before.View.Replicas.Zip(after.View.Replicas)
                .Select((r, i) => (r.First.Count, r.Second.Count, i)))
                if (has < had)
                    yield return ("too-few-copies", $"partition {i} of {Name} had {had} copies before its move, and has {has}, {at}");
        }
    }

    private IEnumerable<(string, string)> Unfinished()
    {
        var last = seen[^1].View;
        if (last.Status is not (ShardStatuses.Stable or ShardStatuses.Cleaned))
            yield return ("unfinished", $"{Name} is {last.Status} at the end{(last.Target is { } to ? $", on its way to node {to}" : "")}");
    }
}
