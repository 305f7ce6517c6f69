using ChaosService.Faults.Network;
using ChaosService.Model.Configuration;
using ChaosService.Model.Faults;

namespace ChaosService.Faults.Proxy;

/// <param name="Port">Of the nodes, that clients connect to.</param>
/// <param name="From">Whose connections. Default everyone's, but for those that a node has with itself.</param>
/// <param name="ResetsEstablished">
/// Connections that are there already are reset when the fault begins, so that their owners come back through the proxy. Default true;
/// else they go on untouched.
/// </param>
internal abstract record ProxyParameters(int Port, PeerChoice From, bool ResetsEstablished) : FaultParameters
{
    /// <summary>What is the same for all kinds; null when it cannot be used, and the reader holds the problems.</summary>
    public static (int Port, PeerChoice From, bool ResetsEstablished)? Read(MapReader reader)
    {
        reader.Require("port", "write the port of the nodes that clients connect to, such as 'port: 2379'");
        var port = reader.Integer("port", 1, ushort.MaxValue);
        var hasFrom = reader.Node("from") is not null;
        var from = hasFrom ? PeerChoice.Read(reader, "from") : PeerChoice.Everyone;
        var established = reader.Choice("established", "reset", "keep");
        if (port is null || from is null || (established is null && reader.Has("established"))) return null;
        return ((int)port, from, established != "keep");
    }
}
