using System.Net;
using System.Net.Sockets;
using ChaosService.Model.Clusters;
using ChaosService.Workloads.Clients;
using ChaosService.Workloads.MerkleKv.Lines;

namespace ChaosService.Workloads.MerkleKv;

/// <summary>The nodes and the broker by name, and single questions to a node, each on a connection of its own.</summary>
internal sealed class MerkleKvMembers(ICluster cluster, TimeProvider time)
{
    private const int BrokerPort = 1883;
    private const string BrokerGroup = "broker";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    public IReadOnlyList<string> Nodes { get; } = cluster.DatabaseNodes();

    public IPEndPoint? EndPointOf(string node) => cluster.EndPoint(node, LineConnection.Port);

    /// <summary>Null while the broker has no address.</summary>
    public IPEndPoint? Broker => cluster.InGroup(BrokerGroup) is [var broker, ..] ? cluster.EndPoint(broker, BrokerPort) : null;

    /// <summary>What <paramref name="ask"/> finds out, within two seconds; null when it does not.</summary>
    public async Task<T?> AskAsync<T>(string node, Func<LineConnection, CancellationToken, Task<T?>> ask, CancellationToken stop)
        where T : class
    {
        if (EndPointOf(node) is not { } endPoint) return null;
        using var limit = new RequestLimit(Limit, time);
        try
        {
            var token = limit.Begin(stop);
            using var connection = await LineConnection.OpenAsync(endPoint, token);
            return await ask(connection, token);
        }
        catch (Exception e) when (e is SocketException or IOException or LineException or OperationCanceledException
            && !stop.IsCancellationRequested)
        {
            return null;
        }
        finally
        {
            limit.End();
        }
    }
}
