using System.Net;
using System.Net.Sockets;
using ChaosService.Model.Clusters;
using ChaosService.Workloads.Clients;
using ChaosService.Workloads.Redis.Resp;

namespace ChaosService.Workloads.Redis.Topology;

/// <summary>The members by name, and single requests to them, each on its own connection.</summary>
internal sealed class RedisMembers(ICluster cluster, TimeProvider time)
{
    public const int RedisPort = 6379;
    public const int SentinelPort = 26379;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    public IReadOnlyList<string> Redis { get; } = cluster.DatabaseNodes();

    /// <summary>Empty for a cluster without sentinels.</summary>
    public IReadOnlyList<string> Sentinels { get; } = cluster.InGroup("sentinel");

    public IPEndPoint? EndPointOf(string redis) => cluster.EndPoint(redis, RedisPort);

    /// <summary>
    /// The node for a host given by Redis or a sentinel: a node's name, a longer host name that begins with it, or an address.
    /// </summary>
    public string? NodeOf(string host) => IPAddress.TryParse(host, out var address)
        ? Redis.FirstOrDefault(node => address.Equals(cluster.LastKnown(node).Address))
        : Redis.FirstOrDefault(node => node == host.Split('.')[0]);

    /// <summary>The reply, within a second; null when there is none or it is an error.</summary>
    public async Task<RespValue?> AskAsync(string node, int port, string[] command, CancellationToken cancellationToken)
    {
        if (cluster.EndPoint(node, port) is not { } endPoint) return null;
        using var limit = new RequestLimit(Limit, time);
        try
        {
            var token = limit.Begin(cancellationToken);
            using var connection = await RespConnection.OpenAsync(endPoint, token);
            var reply = await connection.CallAsync(command, token);
            return reply.Kind == RespKind.Error ? null : reply;
        }
        catch (Exception e) when (e is SocketException or IOException or RespException or OperationCanceledException
            && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        finally
        {
            limit.End();
        }
    }
}
