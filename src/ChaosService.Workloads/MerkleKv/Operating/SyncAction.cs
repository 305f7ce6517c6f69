using System.Net.Sockets;
using ChaosService.Model.Actions;
using ChaosService.Model.Clusters;
using ChaosService.Model.Histories;
using ChaosService.Workloads.Clients;
using ChaosService.Workloads.MerkleKv.Lines;

namespace ChaosService.Workloads.MerkleKv.Operating;

/// <summary>One node after the other, so that each finds what the ones before it have repaired.</summary>
internal sealed class SyncAction(SyncParameters parameters, ICluster cluster) : IAction
{
    private const string Done = "OK";

    public async Task<ActionAnswer> ActAsync(CancellationToken limit)
    {
        var nodes = cluster.DatabaseNodes();
        var count = 0;
        foreach (var (node, from) in from node in nodes from other in nodes where other != node select (node, other))
        {
            if (await TroubleAsync(node, from, limit) is { } trouble)
                return trouble with { Evidence = $"{node} from {from}: {trouble.Evidence}" };
            count++;
        }
        return new(OpType.Ok, $"{count} times {Done}, on {string.Join(", ", nodes)}");
    }

    /// <summary>Null: the node says that it is done.</summary>
    private async Task<ActionAnswer?> TroubleAsync(string node, string from, CancellationToken limit)
    {
        if (cluster.EndPoint(node, LineConnection.Port) is not { } endPoint) return new(OpType.Fail, $"{node} does not run");
        if (cluster.EndPoint(from, LineConnection.Port) is not { } source) return new(OpType.Fail, $"{from} does not run");
        var isSent = false;
        try
        {
            using var connection = await LineConnection.OpenAsync(endPoint, limit);
            isSent = true;
            var answer = await connection.AskAsync($"SYNC {source.Address} {source.Port}{parameters.Options}", limit);
            return answer == Done ? null : new(OpType.Fail, answer);
        }
        catch (Exception e) when (e is SocketException or IOException or LineException)
        {
            return new(isSent ? OpType.Info : OpType.Fail, e.Message);
        }
    }
}
