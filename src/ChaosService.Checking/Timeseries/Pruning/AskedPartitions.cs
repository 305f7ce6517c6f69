using System.Globalization;
using ChaosService.Checking.Findings;
using ChaosService.Checking.Observations;
using ChaosService.Model.Timeseries;

namespace ChaosService.Checking.Timeseries.Pruning;

/// <summary>
/// The partitions that one query had to ask and those that it was allowed to ask, compared with those that it asked. A partition is its
/// shard and its number.
/// </summary>
internal sealed class AskedPartitions
{
    private readonly Sight<QueriesView> _sight;
    private readonly ServedQuery _query;
    private readonly IReadOnlyDictionary<long, KnownShard> _shards;
    private readonly HashSet<(long Shard, long Partition)> _may;
    private readonly HashSet<(long Shard, long Partition)> _must;
    private readonly List<(string Node, long Shard, long Partition)> _asked;

    /// <param name="sinceNs">The query was not answered before this time: it had to ask the shards that existed when it arrived.</param>
    public AskedPartitions(Sight<QueriesView> sight, ServedQuery query, IReadOnlyDictionary<long, KnownShard> shards, long sinceNs)
    {
        (_sight, _query, _shards) = (sight, query, shards);
        _may = [.. shards.Values.SelectMany(s => s.PartitionsFor(query), (s, p) => (s.First.Shard, (long)p))];
        // An error may have ended it before it asked all of them.
        _must = query.Ok ? [.. _may.Where(p => _shards[p.Shard].SeenNs <= sinceNs - query.TookNs)] : [];
        _asked = [.. query.Nodes.SelectMany(n => n.Partitions, (n, p) => (n.Node, Partition: Parse(p)))
            .Where(a => _shards.ContainsKey(a.Partition.Shard)).Select(a => (a.Node, a.Partition.Shard, a.Partition.Partition))];
        Of = shards.Values.Where(s => s.First.Table == query.Table).Sum(s => s.Partitions);
    }

    /// <summary>The number of partitions of the table.</summary>
    public int Of { get; }

    /// <summary>The number of partitions that can hold a row.</summary>
    public int Needed => _may.Count;

    /// <summary>Whether it is known for each partition whether it had to be asked.</summary>
    public bool IsExact => _query.Ok && _must.Count == _may.Count;

    public IEnumerable<(string Anomaly, string Sentence)> Troubles()
    {
        var more = _asked.Where(a => !_may.Contains((a.Shard, a.Partition))).ToList();
        if (more.Count > 0)
            yield return ("not-pruned", $"{Tell()} asked {Named([.. more.Select(a => (a.Shard, a.Partition)).Distinct()])}, which can hold "
                + $"no row of it: {Needed} of {Of} can; {string.Join(", ", more.Select(a => $"node {a.Node}").Distinct())} "
                + "did it for nothing");
        var left = _must.Except(_asked.Select(a => (a.Shard, a.Partition))).ToList();
        if (left.Count > 0) yield return ("left-out", $"{Tell()} was answered without {Named(left)}, which may hold rows of it");
        foreach (var (node, shard, partition) in _asked.Where(a => !_shards[a.Shard].MayHold(a.Node, a.Partition)))
            yield return ("wrong-node", $"{Tell()} took {Named([(shard, partition)])} from node {node}, which never owned it");
    }

    private string Tell()
    {
        List<string> conditions = [.. _query.Tags.Select(t => $"{t.Key} = '{t.Value}'")];
        if (_query.FromNs is { } from) conditions.Add($"time >= {from}");
        if (_query.UntilNs is { } until) conditions.Add($"time < {until}");
        return $"query {_query.Number} of table {_query.Table} to {_sight.Subject}, "
            + (conditions.Count == 0 ? "" : $"where {string.Join(" and ", conditions)}, ")
            + $"told at {Words.At(_sight.Line.TimeNs)} (history index {_sight.Line.Index}),";
    }

    private static string Named(List<(long Shard, long Partition)> partitions)
    {
        const int NamedMax = 4;
        var names = partitions.Order().Take(NamedMax).Select(p => $"{p.Shard}/{p.Partition}");
        return $"{Words.Many(partitions.Count, "partition")} ({string.Join(", ", names)}{(partitions.Count > NamedMax ? ", …" : "")})";
    }

    private static (long Shard, long Partition) Parse(string name) =>
        name.Split('/') is [var shard, var partition] && long.TryParse(shard, CultureInfo.InvariantCulture, out var s)
            && long.TryParse(partition, CultureInfo.InvariantCulture, out var p)
                ? (s, p)
                : (-1, -1);
}
