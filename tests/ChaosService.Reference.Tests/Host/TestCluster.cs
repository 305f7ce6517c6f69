using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using ChaosService.Reference.Host;
using ChaosService.Reference.Host.Settings;
using Microsoft.Extensions.Logging;

namespace ChaosService.Reference.Tests.Host;

/// <summary>Nodes in this process, on loopback ports and real disks. A node that crashes saves nothing.</summary>
internal sealed class TestCluster : IAsyncDisposable
{
    /// <summary>Only what never happens takes it whole; on a busy machine a second may become twenty.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentDictionary<uint, RunningNode> _nodes = [];
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(30) };
    private readonly IReadOnlyList<Peer> _peers;
    private readonly List<Peer> _joined = [];
    private readonly Func<NodeSettings, NodeSettings> _with;

    private TestCluster(int nodes, Func<NodeSettings, NodeSettings> with)
    {
        _with = with;
        var ports = FreePorts(2 * nodes);
        _peers = [.. Enumerable.Range(0, nodes).Select(i => new Peer((uint)i + 1, "127.0.0.1", ports[2 * i], ports[(2 * i) + 1]))];
    }

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>What all nodes have logged.</summary>
    public LogLines Log { get; } = new();

    public IEnumerable<uint> Ids => _peers.Concat(_joined).Select(p => p.Id);

    public bool IsUp(uint id) => _nodes.ContainsKey(id);

    /// <summary>All nodes are in the catalog when this is over: a shard that is made earlier lies on fewer.</summary>
    public static async Task<TestCluster> StartAsync(int nodes, Func<NodeSettings, NodeSettings>? with = null)
    {
        var cluster = await StartUnregisteredAsync(nodes, with ?? (s => s));
        await EventuallyAsync(
            () => cluster.SendAsync(1, HttpMethod.Get, "/api/v3/cluster/nodes"), r => r.Status == 200 && r.Json.GetArrayLength() == nodes);
        return cluster;
    }

    public static async Task<TestCluster> StartUnregisteredAsync(int nodes, Func<NodeSettings, NodeSettings> with)
    {
        var cluster = new TestCluster(nodes, with);
        foreach (var id in cluster.Ids) await cluster.StartAsync(id);
        return cluster;
    }

    /// <summary>One more node, which knows nothing of the cluster but where two of its nodes are.</summary>
    public async Task<uint> JoinAsync()
    {
        var ports = FreePorts(2);
        var id = Ids.Max() + 1;
        _joined.Add(new(id, "127.0.0.1", ports[0], ports[1]));
        await StartAsync(id);
        return id;
    }

    public async Task StartAsync(uint id) => _nodes[id] = await RunningNode.StartAsync(
        _with(new NodeSettings
        {
            NodeId = id,
            Peers = _joined.Exists(p => p.Id == id) ? [] : _peers,
            Own = _joined.Find(p => p.Id == id),
            Seeds = _joined.Exists(p => p.Id == id) ? [.. _peers.Take(2).Select(p => p.HttpAddress)] : [],
            DataFolder = _folder.Of($"{id}"),
            ReplicationFactor = _peers.Count,
            IsDebugged = true,
            Tick = TimeSpan.FromMilliseconds(10),
            ElectionTicks = 20,
            RequestLimit = TimeSpan.FromSeconds(10),
        }),
        l => l.SetMinimumLevel(LogLevel.Debug).AddProvider(Log), TimeProvider.System);

    /// <summary>With what a node could not go on.</summary>
    public Task<Exception?> EndedAsync(uint id) => _nodes[id].Ended.WaitAsync(Patience, TimeProvider.System, Cancellation);

    public async Task CrashAsync(uint id)
    {
        _nodes.TryRemove(id, out var node);
        await node!.DisposeAsync();
    }

    public Task<Reply> WriteAsync(uint node, string lines, string more = "") =>
        SendAsync(node, HttpMethod.Post, $"/api/v3/write_lp?db=d&precision=ns{more}", lines);

    public Task<Reply> QueryAsync(uint node, string sql, string more = "") =>
        SendAsync(node, HttpMethod.Get, $"/api/v3/query_sql?db=d&q={Uri.EscapeDataString(sql)}{more}");

    /// <summary>As a client does that has a trace of its own.</summary>
    public Task<Reply> WriteAsync(uint node, string lines, ActivityTraceId trace) =>
        SendAsync(node, HttpMethod.Post, "/api/v3/write_lp?db=d&precision=ns", lines, trace);

    public Task<Reply> QueryAsync(uint node, string sql, ActivityTraceId trace) =>
        SendAsync(node, HttpMethod.Get, $"/api/v3/query_sql?db=d&q={Uri.EscapeDataString(sql)}", null, trace);

    public async Task<long> CountAsync(uint node, string table)
    {
        var reply = await QueryAsync(node, $"SELECT COUNT(*) AS n FROM {table}");
        Assert.Equal((200, ""), (reply.Status, reply.Status == 200 ? "" : reply.Body));
        return reply.Json[0].GetProperty("n").GetInt64();
    }

    public async Task<Reply> SendAsync(uint node, HttpMethod method, string path, string? body = null, ActivityTraceId trace = default)
    {
        using var request = new HttpRequestMessage(method, $"http://{_peers.Concat(_joined).First(p => p.Id == node).HttpAddress}{path}");
        if (trace != default) request.Headers.Add("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01");
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _http.SendAsync(request, Cancellation);
        return new((int)response.StatusCode, await response.Content.ReadAsStringAsync(Cancellation));
    }

    /// <summary>Asks until the answer is as it should be.</summary>
    public static async Task<T> EventuallyAsync<T>(Func<Task<T>> ask, Func<T, bool> isRight)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (true)
        {
            var answer = await ask();
            if (isRight(answer)) return answer;
            Assert.False(limit.IsCancellationRequested, $"still: {answer}");
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Cancellation);
        }
    }

    /// <summary>Who leads a partition's group, as a node sees it.</summary>
    public async Task<uint> LeaderAsync(uint asked, ulong shard)
    {
        var raft = await EventuallyAsync(
            async () => (await SendAsync(asked, HttpMethod.Get, "/debug/raft")).Json.EnumerateArray()
                .FirstOrDefault(g => g.GetProperty("shard").GetUInt64() == shard && HasLeader(g)),
            g => g.ValueKind == JsonValueKind.Object);
        return raft.GetProperty("leader").GetUInt32();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes.Values) await node.DisposeAsync();
        _http.Dispose();
        _folder.Dispose();
    }

    private static bool HasLeader(JsonElement group) => group.GetProperty("leader").ValueKind == JsonValueKind.Number;

    private static int[] FreePorts(int count)
    {
        TcpListener[] listeners = [.. Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0))];
        foreach (var listener in listeners) listener.Start();
        int[] ports = [.. listeners.Select(l => ((IPEndPoint)l.LocalEndpoint).Port)];
        foreach (var listener in listeners) listener.Dispose();
        return ports;
    }
}

internal readonly record struct Reply(int Status, string Body)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;
}
