using System.Text.Json;
using ChaosService.Reference.Host.Settings;

namespace ChaosService.Reference.Tests.Host.Moves;

/// <summary>A cluster with a table of one shard, whose copies go from node to node.</summary>
internal sealed class MovingCluster(TestCluster nodes) : IAsyncDisposable
{
    private const string Shards = "/api/v3/cluster/shards";

    public TestCluster Nodes => nodes;

    public static async Task<MovingCluster> StartAsync(int count, Func<NodeSettings, NodeSettings>? with = null)
    {
        var nodes = await TestCluster.StartAsync(
            count, s => (with ?? (x => x))(s with { ReplicationFactor = 1, HashPartitions = 2, ShardKeys = ["host"] }));
        Assert.Equal(204, (await nodes.WriteAsync(1, Points(0, 20))).Status);
        return new(nodes);
    }

    public static string Points(int first, int count) =>
        string.Concat(Enumerable.Range(first, count).Select(i => $"cpu,host=h{i % 8} x={i}i {i}\n"));

    /// <summary>A node that is up: a crashed one answers nobody.</summary>
    public uint Up => nodes.Ids.First(nodes.IsUp);

    public async Task<JsonElement> ShardAsync() => (await nodes.SendAsync(Up, HttpMethod.Get, Shards)) is { Status: 200 } reply
        ? Assert.Single(reply.Json.EnumerateArray())
        : default;

    public async Task<IReadOnlyList<uint>> HoldersAsync() =>
        [.. (await ShardAsync()).GetProperty("node_ids").EnumerateArray().Select(n => n.GetUInt32())];

    /// <summary>A node that holds something, and one that does not.</summary>
    public async Task<(uint Source, uint Target)> PickAsync()
    {
        var holders = await HoldersAsync();
        return (holders[0], nodes.Ids.First(id => !holders.Contains(id)));
    }

    public Task<Reply> MoveAsync(uint source, uint target) => nodes.SendAsync(
        Up, HttpMethod.Post, Shards + "/move",
        $$"""
        {"db_name":"d","table_name":"cpu","shard_id_str":"1","target_node_id_str":"{{target}}","source_node_id_str":"{{source}}"}
        """);

    public Task<Reply> AbortAsync() => nodes.SendAsync(
        Up, HttpMethod.Post, Shards + "/abort", """{"db_name":"d","table_name":"cpu","shard_id_str":"1"}""");

    /// <summary>Waits until no move goes on.</summary>
    public Task<JsonElement> RestAsync() => TestCluster.EventuallyAsync(
        ShardAsync, s => s.ValueKind == JsonValueKind.Object && s.GetProperty("move_id").ValueKind == JsonValueKind.Null);

    public Task<JsonElement> StatusAsync(string status) => TestCluster.EventuallyAsync(
        ShardAsync, s => s.ValueKind == JsonValueKind.Object && s.GetProperty("status").GetString() == status);

    public static string HistoryOf(JsonElement shard) =>
        string.Join(' ', shard.GetProperty("history").EnumerateArray().Select(h => h.GetString()));

    /// <summary>How many partitions of the shard a node has a copy of, whatever the catalog says.</summary>
    public async Task<int> CopiesAsync(uint node)
    {
        var copies = 0;
        for (var partition = 0; partition < 2; partition++)
            copies += (await nodes.SendAsync(node, HttpMethod.Get, $"/debug/partitions/1/{partition}/checksum")).Status == 200 ? 1 : 0;
        return copies;
    }

    public Task PauseAsync(uint node, string point) => PauseAsync(node, HttpMethod.Post, point);

    public Task ResumeAsync(uint node, string point) => PauseAsync(node, HttpMethod.Delete, point);

    /// <summary>Waits until somebody waits there.</summary>
    public Task ReachedAsync(uint node, string point) => TestCluster.EventuallyAsync(
        async () => (await nodes.SendAsync(node, HttpMethod.Get, "/debug/pause")).Json.EnumerateArray()
            .First(p => p.GetProperty("point").GetString() == point).GetProperty("waiting").GetInt32(),
        waiting => waiting > 0);

    /// <summary>Who coordinates moves.</summary>
    public Task<uint> CoordinatorAsync() => nodes.LeaderAsync(Up, shard: 0);

    public ValueTask DisposeAsync() => nodes.DisposeAsync();

    private async Task PauseAsync(uint node, HttpMethod method, string point) =>
        Assert.Equal(204, (await nodes.SendAsync(node, method, $"/debug/pause/{point}")).Status);
}
