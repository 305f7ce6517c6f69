using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ChaosService.Model.Clusters;
using ChaosService.Workloads.Clients;

namespace ChaosService.Workloads.Timeseries.Topology;

/// <summary>
/// What nodes report about themselves and the cluster, in JSON. Failures of a node or a network do not throw: a node that does not answer
/// in time yields null.
/// </summary>
internal sealed class NodePages(ICluster cluster, TimeProvider time) : IDisposable
{
    public const int Port = 8181;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, string> _ids = new(StringComparer.Ordinal);

    private readonly HttpClient _http = NodeHttp.NewClient();

    /// <summary>The groups of which the node has a server; null when it does not report them, for example without its debug API.</summary>
    public Task<GroupPage[]?> GroupsAsync(string node, CancellationToken stop) =>
        GetAsync(node, "/debug/raft", TopologyJson.Default.GroupPageArray, stop);

    /// <summary>What the node has applied of its groups' logs.</summary>
    public Task<CommittedPage[]?> CommittedAsync(string node, CancellationToken stop) =>
        GetAsync(node, "/debug/raft/committed", TopologyJson.Default.CommittedPageArray, stop);

    /// <summary>The cluster's nodes, according to the catalog.</summary>
    public Task<MemberPage[]?> MembersAsync(string node, CancellationToken stop) =>
        GetAsync(node, "/api/v3/cluster/nodes", TopologyJson.Default.MemberPageArray, stop);

    /// <summary>The cluster's shards, according to the catalog.</summary>
    public Task<ShardPage[]?> ShardsAsync(string node, CancellationToken stop) =>
        GetAsync(node, "/api/v3/cluster/shards", TopologyJson.Default.ShardPageArray, stop);

    /// <summary>What the node itself holds of a partition.</summary>
    public Task<CopyPage?> CopyAsync(string node, ulong shard, int partition, CancellationToken stop) =>
        GetAsync(node, $"/debug/partitions/{shard}/{partition}/checksum", TopologyJson.Default.CopyPage, stop);

    /// <summary>The latest calls of this method from other nodes to this one. The calls of all methods would be megabytes.</summary>
    public Task<CallPage[]?> CallsAsync(string node, string method, CancellationToken stop) =>
        GetAsync(node, $"/debug/rpcs?method={method}", TopologyJson.Default.CallPageArray, stop);

    /// <summary>The latest queries that clients sent to the node, after that number.</summary>
    public Task<QueryPage[]?> QueriesAsync(string node, long after, CancellationToken stop) =>
        GetAsync(node, $"/debug/queries?after={after}", TopologyJson.Default.QueryPageArray, stop);

    /// <summary>All of the node's counters and gauges, in Prometheus' text format.</summary>
    public Task<string?> MetricsAsync(string node, CancellationToken stop) =>
        GetAsync(node, "/metrics", static async (body, token) => (string?)await new StreamReader(body).ReadToEndAsync(token), stop);

    /// <summary>The node's number in the cluster, which never changes; null until the node has reported it.</summary>
    public async Task<string?> IdAsync(string node, CancellationToken stop)
    {
        if (_ids.TryGetValue(node, out var known)) return known;
        return await GetAsync(node, "/ping", TopologyJson.Default.PingPage, stop) is { } page ? _ids[node] = $"{page.NodeId}" : null;
    }

    public void Dispose() => _http.Dispose();

    private Task<T?> GetAsync<T>(string node, string path, JsonTypeInfo<T> type, CancellationToken stop)
        where T : class =>
        GetAsync(node, path, (body, token) => JsonSerializer.DeserializeAsync(body, type, token).AsTask(), stop);

    private async Task<T?> GetAsync<T>(string node, string path, Func<Stream, CancellationToken, Task<T?>> read, CancellationToken stop)
        where T : class
    {
        if (cluster.EndPoint(node, Port) is not { } endPoint) return null;
        using var limit = new RequestLimit(Limit, time);
        try
        {
            var token = limit.Begin(stop);
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"http://{endPoint}{path}"));
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token);
            if (response.StatusCode != HttpStatusCode.OK) return null;
            await using var body = await response.Content.ReadAsStreamAsync(token);
            return await read(body, token);
        }
        catch (Exception e) when (!stop.IsCancellationRequested
            && e is HttpRequestException or IOException or JsonException or OperationCanceledException)
        {
            return null;
        }
        finally
        {
            limit.End();
        }
    }
}
