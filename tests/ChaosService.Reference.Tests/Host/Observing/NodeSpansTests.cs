using System.Diagnostics;
using ChaosService.Tests.Telemetry.Otlp;

namespace ChaosService.Reference.Tests.Host.Observing;

/// <summary>Two nodes with one collector.</summary>
public sealed class NodeSpansTests
{
    private static readonly string[] Fields = ["db", "table", "shard_id", "hash_partition_index", "node_id"];

    [Fact]
    public async Task Write_that_is_handed_on_and_query_that_scans_elsewhere_are_one_trace_each_over_two_nodes()
    {
        await using var collector = await OtlpReceiver.StartAsync();
        await using var cluster = await TestCluster.StartAsync(2, s => s with { Collector = new(collector.Uri), ReplicationFactor = 1 });
        await cluster.WriteAsync(1, "cpu x=1i 1");
        var leader = await cluster.LeaderAsync(await HolderAsync(cluster), shard: 1);
        var other = cluster.Ids.Single(id => id != leader);
        var (write, query) = (ActivityTraceId.CreateRandom(), ActivityTraceId.CreateRandom());

        Assert.Equal(204, (await cluster.WriteAsync(other, "cpu x=2i 2", write)).Status);
        Assert.Equal(200, (await cluster.QueryAsync(other, "SELECT x FROM cpu", query)).Status);

        var written = await TreeAsync(collector, write, 3);
        Assert.Equal(
            [("", "write", $"{other}"), ("write", "forward", $"{other}"), ("forward", "replicate", $"{leader}")],
            written.Select(s => s.Item1));
        Assert.All(written[1..], s => Assert.Equal(["d", "cpu", "1", "0"], Fields[..4].Select(f => s.Attributes[f])));
        var read = await TreeAsync(collector, query, 3);
        Assert.Equal(
            [("", "query", $"{other}"), ("query", "remote scan", $"{other}"), ("remote scan", "scan", $"{leader}")],
            read.Select(s => s.Item1));
        Assert.Equal("chaos-tsdb", collector.Services.Distinct().Single());
    }

    [Fact]
    public async Task Steps_of_a_move_have_the_node_s_part_below_the_coordinator_s()
    {
        await using var collector = await OtlpReceiver.StartAsync();
        await using var cluster = await TestCluster.StartAsync(2, s => s with { Collector = new(collector.Uri), ReplicationFactor = 1 });
        await cluster.WriteAsync(1, "cpu x=1i 1");
        var holder = await HolderAsync(cluster);

        var moved = await cluster.SendAsync(
            1, HttpMethod.Post, "/api/v3/cluster/shards/move",
            $$"""{"db_name":"d","table_name":"cpu","shard_id_str":"1","target_node_id_str":"{{3 - holder}}"}""");

        Assert.Equal(202, moved.Status);
        var step = await TestCluster.EventuallyAsync(
            () => Task.FromResult(collector.Spans.ToList().Find(s => s is { Name: "move step", Parent.Length: > 0 })), s => s is not null);
        var asked = await TestCluster.EventuallyAsync(
            () => Task.FromResult(collector.Spans.ToList().Find(s => s.Id == step!.Parent)), s => s is not null);
        Assert.Equal(
            ("move step", step!.Attributes["step"], "cpu", "1"),
            (asked!.Name, asked.Attributes["step"], asked.Attributes["table"], asked.Attributes["shard_id"]));
    }

    [Fact]
    public async Task Collector_that_is_gone_stops_nothing()
    {
        await using var cluster = await TestCluster.StartAsync(1, s => s with { Collector = new("http://127.0.0.1:9") });

        Assert.Equal(204, (await cluster.WriteAsync(1, "cpu x=1i 1")).Status);
        Assert.Equal(1, await cluster.CountAsync(1, "cpu"));
    }

    private static async Task<uint> HolderAsync(TestCluster cluster)
    {
        var shards = await TestCluster.EventuallyAsync(
            () => cluster.SendAsync(1, HttpMethod.Get, "/api/v3/cluster/shards"), r => r.Status == 200 && r.Json.GetArrayLength() == 1);
        return shards.Json[0].GetProperty("partitions")[0][0].GetUInt32();
    }

    /// <summary>The spans of a trace from its root on: each one's parent, name and node, and its fields.</summary>
    private static async Task<List<((string Parent, string Name, string Node), IReadOnlyDictionary<string, string> Attributes)>> TreeAsync(
        OtlpReceiver collector, ActivityTraceId trace, int count)
    {
        var spans = await TestCluster.EventuallyAsync(
            () => Task.FromResult(collector.Spans.Where(s => s.Trace == $"{trace}").ToList()), s => s.Count >= count);
        var root = spans.Single(s => spans.TrueForAll(p => p.Id != s.Parent));
        List<((string, string, string), IReadOnlyDictionary<string, string>)> tree = [];
        for (var (span, parent) = (root, ""); span is not null; (span, parent) = (spans.Find(s => s.Parent == span.Id)!, span.Name))
            tree.Add(((parent, span.Name, span.Attributes["node_id"]), span.Attributes));
        Assert.Equal(spans.Count, tree.Count);
        return tree;
    }
}
