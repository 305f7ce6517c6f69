using System.Text;
using ChaosService.Faults.Network.Namespaces;
using ChaosService.Faults.Network.Nftables;

namespace ChaosService.Faults.Proxy.Redirect;

/// <summary>
/// The redirects of one node as a document for <c>nft -f -</c>, which the kernel takes whole or not at all. The table is another one than
/// that of the drops, so that neither has to know of the other.
/// </summary>
internal static class RedirectDocument
{
    public const string Table = "inet chaosservice_proxy";

    public static readonly string Remove = NftDocument.RemovalOf(Table);

    public static string For(IReadOnlyList<PortRedirect> redirects)
    {
        if (redirects.Count == 0) return Remove;
        var document = new StringBuilder(Remove).Append($"table {Table} {{\n");
        Chain(document, "prerouting", "iifname != \"lo\"", "saddr", [.. redirects.Where(r => !r.Outgoing)]);
        Chain(document, "output", $"meta mark != 0x{OwnSockets.Mark:x} oifname != \"lo\"", "daddr", [.. redirects.Where(r => r.Outgoing)]);
        return document.Append("}\n").ToString();
    }

    /// <summary>Before the priority that is usual for rules of this sort (-100), because the first that leads a connection wins.</summary>
    private static void Chain(StringBuilder document, string hook, string match, string key, PortRedirect[] redirects)
    {
        if (redirects.Length == 0) return;
        document.Append($"\tchain {hook} {{\n\t\ttype nat hook {hook} priority -110; policy accept;\n");
        foreach (var redirect in redirects)
            foreach (var others in Matches(redirect, key))
                document.Append(
                    $"\t\t{match} {others}tcp dport {redirect.Port} counter redirect to :{redirect.ToPort} "
                        + $"comment \"{redirect.FaultId}\"\n");
        document.Append("\t}\n");
    }

    private static IEnumerable<string> Matches(PortRedirect redirect, string key) => redirect switch
    {
        { Others: { } others } => NftDocument.ByFamily(others, key).Select(m => $"{m.Text} "),
        { Spared: [] } => [""],
        _ => ((bool[])[false, true]).Select(
            v6 => $"{NftDocument.AllBut([.. redirect.Spared.Where(a => a.IsV6 == v6).Select(a => a.Text)], v6, key)} "),
    };
}
