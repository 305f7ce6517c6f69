using System.Text;
using ChaosService.Faults.Network.State;

namespace ChaosService.Faults.Network.Netem;

/// <summary>
/// The shapes of one interface as a batch for <c>tc -batch -</c>: an htb root of ours whose default is unshaped, for each (peers, shape)
/// one class with a netem leaf, and filters that name destinations.
/// </summary>
internal static class TcTree
{
    /// <summary>Handles c4a0: to c4ff: are ours.</summary>
    public const string Root = "c4a0:";

    public const int ClassesMax = 0x5f;

    public static string Remove(string device) => $"qdisc del dev {device} root\n";

    public static string For(string device, IReadOnlyList<ShapedPeers> shapes)
    {
        if (shapes.Count > ClassesMax)
            throw new ArgumentOutOfRangeException(nameof(shapes), $"{shapes.Count} shapes on one node; {ClassesMax} fit.");
        // htb sends what no filter names at once (default 0), through a queue that must not be shorter than the device's own.
        var batch = new StringBuilder($"qdisc add dev {device} root handle {Root} htb default 0 direct_qlen 10000\n");
        for (var i = 0; i < shapes.Count; i++) Class(batch, device, shapes[i], number: i + 1);
        return batch.ToString();
    }

    private static void Class(StringBuilder batch, string device, ShapedPeers peers, int number)
    {
        var flow = $"{Root}{number:x}";
        batch.Append($"class add dev {device} parent {Root} classid {flow} htb rate 100gbit quantum 200000\n");
        batch.Append($"qdisc add dev {device} parent {flow} handle c4{0xa0 + number:x}: {NetemOptions.For(peers.Shape)}\n");
        foreach (var filter in Filters(peers.Remotes)) batch.Append($"filter add dev {device} parent {Root} {filter} flowid {flow}\n");
    }

    /// <summary>Each IP family needs a priority of its own. Those for everyone come last: they take what no other filter took.</summary>
    private static IEnumerable<string> Filters(IReadOnlyList<Address>? remotes) => remotes is null
        ? ["protocol ip prio 3 u32 match u32 0 0", "protocol ipv6 prio 4 u32 match u32 0 0"]
        : remotes.Select(
            r => r.IsV6 ? $"protocol ipv6 prio 2 u32 match ip6 dst {r.Host}" : $"protocol ip prio 1 u32 match ip dst {r.Host}");
}
