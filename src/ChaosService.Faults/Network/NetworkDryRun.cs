using ChaosService.Faults.Network.State;

namespace ChaosService.Faults.Network;

/// <summary>What a network fault does to each node, with placeholders for what is known only when it runs.</summary>
internal static class NetworkDryRun
{
    /// <param name="describe">Given the words that enter the node's network, and the node's state: what is run.</param>
    public static IReadOnlyList<string> For(
        NetworkFault fault, IReadOnlyList<string> members, Func<string, NetworkState, IReadOnlyList<string>> describe)
    {
        // A chosen node may be a placeholder such as <leader>, which is one of the members: which one is not known yet.
        string[] nodes = [.. fault.Nodes.Concat(members).Distinct()];
        var addresses = nodes.ToDictionary(n => n, n => (IReadOnlyList<Address>)[Address.Placeholder(n)]);
        var open = fault.Nodes.Except(members).ToArray();
        string[] note =
            open.Length == 0
                ? []
                : [$"{string.Join(", ", open)}: one of {string.Join(", ", members)}, known at injection; its own address and its part as "
                    + $"a peer are then left out"];
        return [.. note, .. nodes.SelectMany(node =>
            describe($"nsenter --net=/proc/<pid of {node}>/ns/net", NetworkState.From(node, [fault], nodes, addresses)))];
    }
}
