using ChaosService.Proxies;

namespace ChaosService.Faults.Proxy;

/// <param name="Others">The other ends of connections; null: everyone is.</param>
/// <param name="Spared">Those whose connections are left alone although everyone is at the other end.</param>
/// <param name="Outgoing">Connections that the nodes make; else those that are made to them.</param>
/// <param name="NewProxy">For a node.</param>
/// <param name="Interrupted">Called with a sentence when a node was without its proxy for a while.</param>
internal sealed record ProxyFault(
    string Id, IReadOnlyList<string> Nodes, int Port, IReadOnlyList<string>? Others, IReadOnlyList<string> Spared, bool Outgoing,
    Func<string, IProxy> NewProxy, Action<string> Interrupted);
