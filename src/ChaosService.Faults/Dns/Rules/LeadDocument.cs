using System.Globalization;
using System.Text;
using ChaosService.Faults.Network.Nftables;
using ChaosService.Faults.Network.State;

namespace ChaosService.Faults.Dns.Rules;

/// <summary>What a node sends to one resolver, and to which ports of its own it is led.</summary>
internal sealed record DnsLead(Address Resolver, string UdpPort, string TcpPort);

/// <summary>
/// The rules that redirect a node's queries to a relay, as documents for <c>nft -f -</c>. They act only while the set has an element, which
/// the kernel takes out when nobody has renewed it for a while: when a relay dies with its process, names work again.
/// </summary>
internal static class LeadDocument
{
    public const string Table = "inet chaosservice_dns";

    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(10);

    public static readonly string Remove = NftDocument.RemovalOf(Table);

    private static readonly string Element = $"element {Table} led {{ 53 }}\n";

    private static readonly string AddElement =
        $"add element {Table} led {{ 53 timeout {Lease.TotalSeconds.ToString(CultureInfo.InvariantCulture)}s }}\n";

    /// <summary>
    /// An element that is there keeps its time when it is added, so it goes first; and it must be there to go.
    /// </summary>
    public static readonly string Renew = $"{AddElement}delete {Element}{AddElement}";

    /// <summary>
    /// Before the engine's own rules for its name server (-100), because the first that leads a query wins. What the relay passes on has
    /// its mark.
    /// </summary>
    public static string For(IReadOnlyList<DnsLead> leads, int mark)
    {
        var document = new StringBuilder(Remove)
            .Append($"table {Table} {{\n\tset led {{\n\t\ttype inet_service; flags timeout;\n\t}}\n")
            .Append("\tchain output {\n\t\ttype nat hook output priority -110; policy accept;\n")
            .Append($"\t\tmeta mark 0x{mark:x} accept comment \"relay\"\n");
        foreach (var lead in leads)
            foreach (var (protocol, port) in (ReadOnlySpan<(string, string)>)[("udp", lead.UdpPort), ("tcp", lead.TcpPort)])
                document.Append($"\t\t{(lead.Resolver.IsV6 ? "ip6" : "ip")} daddr {lead.Resolver.Text} {protocol} dport @led ")
                    .Append($"counter redirect to :{port} comment \"led\"\n");
        return document.Append("\t}\n}\n").Append(AddElement).ToString();
    }
}
