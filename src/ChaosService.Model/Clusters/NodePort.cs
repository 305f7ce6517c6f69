using System.Net;
using ChaosService.Model.Configuration;

namespace ChaosService.Model.Clusters;

/// <summary>A port of a node, wherever the node is right now: a restarted node may have another address.</summary>
public sealed record NodePort(string Node, int Port)
{
    /// <summary>Reads <c>node:</c> and <c>port:</c>. Null when they are wrong; the reader holds the problems.</summary>
    public static NodePort? Read(MapReader reader)
    {
        reader.Require("node", "name the node to ask: write 'node: etcd1'");
        reader.Require("port", "say on which port it listens: write 'port: 2379'");
        var (node, port) = (reader.Text("node"), reader.Integer("port", 1, 65535));
        return node is null || port is null ? null : new NodePort(node, (int)port);
    }

    /// <summary>Null when the node does not run.</summary>
    public IPEndPoint? In(ICluster cluster) => cluster.EndPoint(Node, Port);

    public override string ToString() => $"{Node}:{Port}";
}
