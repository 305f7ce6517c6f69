using ChaosService.Faults.Network;
using ChaosService.Model.Configuration;
using ChaosService.Model.Faults;

namespace ChaosService.Faults.Proxy;

/// <param name="Port">That connections are made to: of the nodes, or of those that the nodes connect to.</param>
/// <param name="Others">
/// The other ends: who connects to the nodes, or whom the nodes connect to. Default everyone, but for the node itself.
/// </param>
/// <param name="ResetsEstablished">
/// Existing connections are reset when the fault begins, so that clients reconnect through the proxy. Default true;
/// otherwise they continue untouched.
/// </param>
/// <param name="Outgoing">The connections are those that the nodes make; default those that are made to them.</param>
internal abstract record ProxyParameters(int Port, PeerChoice Others, bool ResetsEstablished, bool Outgoing) : FaultParameters
{
    /// <summary>Under which the other ends stand.</summary>
    public string OthersKey => Outgoing ? "to" : "from";

    /// <summary>The common part of all kinds; null when it is wrong, and the reader holds the problems.</summary>
    /// <param name="portDefault">Null: the port must be written.</param>
    public static ProxyPlace? Read(MapReader reader, int? portDefault = null)
    {
        if (portDefault is null) reader.Require("port", "write the port that connections are made to, such as 'port: 2379'");
        var port = reader.Integer("port", 1, ushort.MaxValue) ?? (reader.Has("port") ? null : portDefault);
        var (hasFrom, hasTo) = (reader.Node("from") is not null, reader.Node("to") is not null);
        var others = hasTo ? PeerChoice.Read(reader, "to")
            : hasFrom ? PeerChoice.Read(reader, "from", orClients: true)
            : PeerChoice.Everyone;
        var established = reader.Choice("established", "reset", "keep");
        if (hasFrom && hasTo)
            reader.Problems.Add(
                reader.PlaceOf("to"), "'to' does not go with 'from'", null,
                "write 'from' for connections that are made to the nodes, or 'to' for those that they make; or two faults");
        if (port is null || others is null || (hasFrom && hasTo) || (established is null && reader.Has("established"))) return null;
        return new((int)port, others, established != "keep", hasTo);
    }
}

/// <summary>Where a proxy stands: <see cref="ProxyParameters"/> says what each is.</summary>
internal sealed record ProxyPlace(int Port, PeerChoice Others, bool ResetsEstablished, bool Outgoing);
