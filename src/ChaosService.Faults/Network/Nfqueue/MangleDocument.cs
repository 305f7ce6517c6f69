using System.Text;
using ChaosService.Faults.Network.State;

namespace ChaosService.Faults.Network.Nfqueue;

/// <summary>
/// Which packets go to which queue, as a document for <c>iptables-restore --noflush</c> (or its IPv6 twin), which the kernel takes whole. Our chain is
/// made anew by its declaration; the one jump to it is written once.
/// </summary>
internal static class MangleDocument
{
    public const string Chain = "CHAOSSERVICE";

    public static string For(IReadOnlyList<ShapedPeers> shapes, bool v6, int firstQueue, bool hasJump)
    {
        var document = new StringBuilder($"*mangle\n:{Chain} - [0:0]\n");
        for (var i = 0; i < shapes.Count; i++)
            foreach (var match in Matches(shapes[i].Remotes, v6))
                // With --queue-bypass packets pass when nobody reads the queue: the fault does not outlive this process.
                document.Append($"-A {Chain} {match} -j NFQUEUE --queue-num {firstQueue + i} --queue-bypass\n");
        if (!hasJump) document.Append($"-A OUTPUT -j {Chain}\n");
        return document.Append("COMMIT\n").ToString();
    }

    public static string Remove(bool hasJump) =>
        $"*mangle\n:{Chain} - [0:0]\n{(hasJump ? $"-D OUTPUT -j {Chain}\n" : "")}-X {Chain}\nCOMMIT\n";

    private static IEnumerable<string> Matches(IReadOnlyList<Address>? remotes, bool v6) =>
        remotes is null ? ["! -o lo"] : remotes.Where(r => r.IsV6 == v6).Select(r => $"-d {r.Host}");
}
