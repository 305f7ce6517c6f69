using ChaosService.Checking.Observations;
using ChaosService.Checking.Timeseries.Copies;
using ChaosService.Model.Timeseries;

namespace ChaosService.Checking.Timeseries.Pruning;

/// <summary>
/// A shard with everything that was ever observed of it: which of its partitions can hold a row, and which nodes may have held them.
/// </summary>
internal sealed class KnownShard
{
    private readonly HashSet<string>[] _holders;

    private KnownShard(ShardView first, long seenNs) =>
        (First, SeenNs, _holders) = (first, seenNs, [.. first.Replicas.Select(_ => new HashSet<string>(StringComparer.Ordinal))]);

    /// <summary>The first observation. Its times, its keys and the number of its partitions never change.</summary>
    public ShardView First { get; }

    /// <summary>The time by which it existed.</summary>
    public long SeenNs { get; }

    public int Partitions => _holders.Length;

    /// <summary>The shards of all observed catalogs, by number.</summary>
    public static IReadOnlyDictionary<long, KnownShard> In(Sights<ShardsView> sights)
    {
        var known = new Dictionary<long, KnownShard>();
        foreach (var sight in sights.All)
            foreach (var view in sight.View?.Shards ?? [])
            {
                if (!known.TryGetValue(view.Shard, out var shard)) known[view.Shard] = shard = new KnownShard(view, sight.Line.TimeNs);
                shard.Learn(view);
            }
        return known;
    }

    /// <summary>Whether a node was an owner of the partition, or was to become one.</summary>
    public bool MayHold(string node, long partition) => partition >= 0 && partition < Partitions && _holders[partition].Contains(node);

    /// <summary>The partitions that can hold a row of the answer: none outside its times, one when all keys have a value.</summary>
    public IEnumerable<int> PartitionsFor(ServedQuery query)
    {
        var (from, until) = First.Time!.Value;
        if (query.Table != First.Table || query.FromNs >= until || query.UntilNs <= from || query.FromNs >= query.UntilNs) return [];
        // Rows without keys are in the first partition.
        if (Partitions == 1 || First.Keys!.Count == 0) return [0];
        var text = First.Keys.All(query.Tags.ContainsKey) ? string.Join(',', First.Keys.Select(k => $"{k}={query.Tags[k]}")) : null;
        return text is null ? Enumerable.Range(0, Partitions) : [(int)(Murmur3.Of(text) % (uint)Partitions)];
    }

    private void Learn(ShardView view)
    {
        for (var i = 0; i < Math.Min(Partitions, view.Replicas.Count); i++)
        {
            _holders[i].UnionWith(view.Replicas[i]);
            if (view.Target is { } target) _holders[i].Add(target);
        }
    }
}
