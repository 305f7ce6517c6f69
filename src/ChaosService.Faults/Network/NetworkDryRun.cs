using ChaosService.Faults.Network.Netem;
using ChaosService.Faults.Network.Nfqueue;
using ChaosService.Faults.Network.Shaping;
using ChaosService.Faults.Network.State;

namespace ChaosService.Faults.Network;

/// <summary>A network fault's effects on each node, with placeholders for what is known only at run time.</summary>
internal static class NetworkDryRun
{
    /// <summary>By either backend.</summary>
    public static IReadOnlyList<string> ForShapes(NetworkFault fault, IReadOnlyList<string> members, TimeProvider time)
    {
        IShaper[] backends = [new NetemShaper(), new NfqueueShaper(time)];
        return For(fault, members, (enter, state) =>
            [.. backends.SelectMany(
                b => b.Describe(state).Select(d => $"{(b is NetemShaper ? "" : "or, where the kernel has no netem: ")}{enter} {d}"))]);
    }

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
