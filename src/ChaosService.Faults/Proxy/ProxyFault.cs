using ChaosService.Proxies;

namespace ChaosService.Faults.Proxy;

/// <param name="Others">Whose connections; null: everyone's.</param>
/// <param name="NewProxy">For a node.</param>
/// <param name="Interrupted">Called with a sentence when a node was without its proxy for a while.</param>
internal sealed record ProxyFault(
    string Id, IReadOnlyList<string> Nodes, int Port, IReadOnlyList<string>? Others, Func<string, IProxy> NewProxy,
    Action<string> Interrupted);
