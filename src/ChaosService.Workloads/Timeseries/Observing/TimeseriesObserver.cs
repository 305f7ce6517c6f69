using ChaosService.Model.Histories;
using ChaosService.Model.Timeseries;
using ChaosService.Model.Workloads;
using ChaosService.Workloads.Logs;
using ChaosService.Workloads.Timeseries.Topology;

namespace ChaosService.Workloads.Timeseries.Observing;

/// <summary>Each node's report on its Raft groups, its own copies, and the catalog.</summary>
internal sealed class TimeseriesObserver(NodePages pages, LogReader logs, IReadOnlyList<string> nodes, TableNames tables)
{
    private static readonly string[] MoveCalls =
    [
        "PrepareShardSnapshot", "ApplyShardSnapshot", "SignalWalStreamProcessed", "LockShardWrites", "UnlockShardWrites", "DeleteShardData",
    ];

    /// <summary>The topics for which each poll is a line of the history.</summary>
    private static readonly string[] Costly = [QueriesView.Topic, MetricsView.Topic, CommittedView.Topic, NodeLogView.Topic];

    private readonly Dictionary<string, QueryFollower> _queries = nodes.ToDictionary(n => n, n => new QueryFollower(pages, n, tables));

    private readonly Dictionary<string, CommittedFollower> _committed = nodes.ToDictionary(n => n, n => new CommittedFollower(pages, n));

    public static IReadOnlyList<string> Topics => [RaftView.Topic, ReplicasView.Topic, ShardsView.Topic, CallsView.Topic, .. Costly];

    public IReadOnlyList<ObservedSubject> Subjects =>
        [.. from topic in Topics from node in nodes
            select new ObservedSubject(topic, node, Costly.Contains(topic), IsAskedAtEnd: topic == NodeLogView.Topic)];

    public async Task<OpValue> ObserveAsync(ObservedSubject subject, CancellationToken stop) => subject.Topic switch
    {
        RaftView.Topic => await RaftAsync(subject.Name, stop),
        ReplicasView.Topic => await ReplicasAsync(subject.Name, stop),
        ShardsView.Topic => await ShardsAsync(subject.Name, stop),
        CallsView.Topic => await CallsAsync(subject.Name, stop),
        QueriesView.Topic => await _queries[subject.Name].LookAsync(stop),
        CommittedView.Topic => await _committed[subject.Name].LookAsync(stop),
        NodeLogView.Topic => await logs.ReadAsync(subject.Name, stop),
        MetricsView.Topic => await pages.MetricsAsync(subject.Name, stop) is { } page ? MetricLines.Read(page).ToValue() : OpValue.None,
        _ => OpValue.None,
    };

    private async Task<OpValue> RaftAsync(string node, CancellationToken stop)
    {
        if (await pages.IdAsync(node, stop) is not { } id || await pages.GroupsAsync(node, stop) is not { } groups) return OpValue.None;
        return RaftView.ToValue(groups.Select(g => new RaftView(id, g.Term, g.Leader?.ToString(), g.Group, g.Vote?.ToString())));
    }

    private async Task<OpValue> ReplicasAsync(string node, CancellationToken stop)
    {
        if (await pages.IdAsync(node, stop) is not { } id || await pages.GroupsAsync(node, stop) is not { } groups) return OpValue.None;
        var copies = new List<ReplicaCopy>();
        foreach (var group in groups.Where(g => g.Shard != 0))
        {
            // Until the catalog was seen, the table of a copy is unknown: that is a missing answer, not a node without the copy.
            if (!tables.Knows(group.Shard) && !await LearnAsync(group.Shard, stop)) return OpValue.None;
            if (tables.Of(group.Shard) is not { } table) continue;
            if (await pages.CopyAsync(node, group.Shard, group.Partition, stop) is not { } copy) return OpValue.None;
            copies.Add(new ReplicaCopy(new(table, (long)group.Shard, group.Partition), copy.Points, copy.Crc32C, Stored: copy.Applied));
        }
        return new ReplicasView(
            id, [.. copies.OrderBy(c => c.Name.Table, StringComparer.Ordinal).ThenBy(c => c.Name.Shard).ThenBy(c => c.Name.Partition)])
            .ToValue();
    }

    private async Task<OpValue> ShardsAsync(string node, CancellationToken stop)
    {
        if (await pages.ShardsAsync(node, stop) is not { } shards) return OpValue.None;
        tables.Learn(shards);
        return new ShardsView(
        [
            .. from shard in shards
               let table = tables.Of(shard.Id)
               where table is not null
               orderby table, shard.Id
               select View(table!, shard),
        ]).ToValue();
    }

    /// <summary>No node is asked before a shard moves.</summary>
    private async Task<OpValue> CallsAsync(string node, CancellationToken stop)
    {
        if (await pages.IdAsync(node, stop) is not { } id) return OpValue.None;
        var calls = new List<ReceivedCall>();
        foreach (var method in tables.HasMoves ? MoveCalls : [])
        {
            if (await pages.CallsAsync(node, method, stop) is not { } received) return OpValue.None;
            foreach (var call in received)
            {
                if (call.ShardId is not { } shard) continue;
                if (!tables.Knows(shard) && !await LearnAsync(shard, stop)) return OpValue.None;
                if (tables.Of(shard) is { } table) calls.Add(new(call.Number, call.Method, table, (long)shard, call.Outcome == "OK"));
            }
        }
        return new CallsView(id, [.. calls.OrderBy(c => c.Number)]).ToValue();
    }

    private static ShardView View(string table, ShardPage shard) => new(
        table, (long)shard.Id, [.. shard.Partitions.Select(p => p.Select(id => $"{id}").ToArray())],
        shard.History is { Count: > 0 } history ? history : [shard.Status], shard.TargetNodeId?.ToString())
    {
        Time = shard is { StartTime: { } from, EndTime: { } until } ? (from, until) : null, Keys = shard.ShardKeys,
    };

    /// <summary>Any node's catalog will do: a shard's table never changes.</summary>
    private async Task<bool> LearnAsync(ulong shard, CancellationToken stop)
    {
        foreach (var node in nodes)
        {
            if (await pages.ShardsAsync(node, stop) is not { } shards) continue;
            tables.Learn(shards);
            if (tables.Knows(shard)) return true;
        }
        return false;
    }
}
