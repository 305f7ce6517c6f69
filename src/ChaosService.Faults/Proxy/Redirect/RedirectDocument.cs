using System.Text;
using ChaosService.Faults.Network.Nftables;
using ChaosService.Faults.Network.State;

namespace ChaosService.Faults.Proxy.Redirect;

/// <summary>
/// The redirects of one node as a document for <c>nft -f -</c>, which the kernel takes whole or not at all. The table is another one than
/// that of the drops, so that neither has to know of the other.
/// </summary>
internal static class RedirectDocument
{
    public const string Table = "inet chaosservice_proxy";

    public static readonly string Remove = NftDocument.RemovalOf(Table);

    /// <summary>Before the priority that is usual for rules of this sort (-100), because the first that leads a connection wins.</summary>
    public static string For(IReadOnlyList<PortRedirect> redirects)
    {
        if (redirects.Count == 0) return Remove;
        var document = new StringBuilder(Remove)
            .Append($"table {Table} {{\n\tchain prerouting {{\n\t\ttype nat hook prerouting priority -110; policy accept;\n");
        foreach (var redirect in redirects)
            foreach (var sources in Matches(redirect.Sources))
                document.Append(
                    $"\t\tiifname != \"lo\" {sources}tcp dport {redirect.Port} counter redirect to :{redirect.ToPort} "
                        + $"comment \"{redirect.FaultId}\"\n");
        return document.Append("\t}\n}\n").ToString();
    }

    private static IEnumerable<string> Matches(IReadOnlyList<Address>? sources) =>
        sources is null ? [""] : NftDocument.ByFamily(sources, "saddr").Select(m => $"{m.Text} ");
}
