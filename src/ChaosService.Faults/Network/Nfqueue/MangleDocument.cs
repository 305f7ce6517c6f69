using System.Text;
using ChaosService.Faults.Network.State;

namespace ChaosService.Faults.Network.Nfqueue;

/// <summary>
/// Which packets go to which queue, as a document for <c>iptables-restore --noflush</c> (or its IPv6 twin), which the kernel takes whole.
/// Our chains are made again by their declarations; the one jump to each is written once.
/// </summary>
/// <remarks>
/// Members' packets are held up where they arrive. At the sender they would still count as the connection's own unsent data, of which TCP
/// allows itself only a few packets (TCP small queues): a connection would get a fraction of its bandwidth, and a pipeline of small
/// messages more delay than was asked for. Only what goes to clients has to be held up where it leaves.
/// </remarks>
internal static class MangleDocument
{
    public const string Prefix = "CHAOSSERVICE-";
    public const string In = $"{Prefix}IN";
    public const string Out = $"{Prefix}OUT";

    /// <summary>The shapes that packets of this state have, in the order of their queues.</summary>
    public static IReadOnlyList<ShapedPeers> Queues(NetworkState state) =>
        [.. state.Arrivals, .. state.Shapes.Where(s => s.Remotes is null)];

    /// <summary>An empty chain that records what was created for us.</summary>
    public static string Mark(string what) => $"{Prefix}MADE-{what}";

    /// <param name="marks">What the kernel will have because of this document, besides our chains.</param>
    public static string For(NetworkState state, bool v6, int firstQueue, bool hasJumps, IReadOnlyList<string> marks)
    {
        var document = new StringBuilder("*mangle\n");
        foreach (var chain in (string[])[In, Out, .. marks.Select(Mark)]) document.Append($":{chain} - [0:0]\n");
        if (Queues(state).Any(q => q.Shape.Duplicated > 0))
            foreach (var chain in (string[])[In, Out]) document.Append($"-A {chain} -m mark --mark 0x{CopySocket.Mark:x} -j RETURN\n");
        foreach (var member in state.Members.Where(m => m.IsV6 == v6)) document.Append($"-A {Out} -d {member.Host} -j RETURN\n");
        foreach (var (peers, index) in Queues(state).Select((p, i) => (p, i)))
            foreach (var match in Matches(peers.Remotes, v6))
                // With --queue-bypass packets pass when nobody reads the queue: the fault does not outlive this process.
                document.Append($"-A {match} -j NFQUEUE --queue-num {firstQueue + index} --queue-bypass\n");
        if (!hasJumps) document.Append($"-A INPUT -j {In}\n-A OUTPUT -j {Out}\n");
        return document.Append("COMMIT\n").ToString();
    }

    public static string Remove(MangleTable there)
    {
        var document = new StringBuilder("*mangle\n");
        foreach (var chain in there.Chains) document.Append($":{chain} - [0:0]\n");
        if (there.HasJumps) document.Append($"-D INPUT -j {In}\n-D OUTPUT -j {Out}\n");
        foreach (var chain in there.Chains) document.Append($"-X {chain}\n");
        return document.Append("COMMIT\n").ToString();
    }

    private static IEnumerable<string> Matches(IReadOnlyList<Address>? remotes, bool v6) =>
        remotes is null ? [$"{Out} ! -o lo"] : remotes.Where(r => r.IsV6 == v6).Select(r => $"{In} -s {r.Host}");
}
