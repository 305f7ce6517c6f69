using System.Text;
using ChaosService.Faults.Network.State;
using ChaosService.Model.Ids;

namespace ChaosService.Faults.Network.Nftables;

/// <summary>The cuts of one node as a document for <c>nft -f -</c>, which the kernel takes whole or not at all.</summary>
internal static class NftDocument
{
    public const string Table = "inet chaosservice";

    public static readonly string Remove = RemovalOf(Table);

    /// <summary>Add before delete: deleting a table that is not there is an error.</summary>
    public static string RemovalOf(string table) => $"add table {table}\ndelete table {table}\n";

    /// <summary>Removes one fault's rules from the table.</summary>
    public static string Without(string table, FaultId faultId, IReadOnlyList<DropCounter> rules) => rules.All(r => r.FaultId == faultId)
        ? RemovalOf(table)
        : string.Concat(rules.Where(r => r.FaultId == faultId).Select(r => $"delete rule {table} {r.Chain} handle {r.Handle}\n"));

    public static string For(NetworkState state)
    {
        if (state.Drops.Count == 0) return Remove;
        var document = new StringBuilder(Remove).Append($"table {Table} {{\n");
        Chain(document, "input", new Hooked("iifname", "saddr"), [.. state.Drops.Where(d => d.Hook == Hook.Input)]);
        Chain(document, "output", new Hooked("oifname", "daddr"), [.. state.Drops.Where(d => d.Hook == Hook.Output)]);
        return document.Append("}\n").ToString();
    }

    /// <summary>
    /// Priority -300 is before connection tracking, so that connections that exist already are cut as well. Silence goes before refusal:
    /// where two faults meet, the one that lets less be known wins.
    /// </summary>
    private static void Chain(StringBuilder document, string hook, Hooked keys, DropRule[] rules)
    {
        if (rules.Length == 0) return;
        document.Append($"\tchain {hook} {{\n\t\ttype filter hook {hook} priority -300; policy accept;\n");
        foreach (var rule in rules.OrderBy(r => r.Mode))
            foreach (var (match, verdict) in rule.Mode == CutMode.Drop ? Drops(rule, keys) : NftReject.Rules(Matches(rule, keys), keys))
                document.Append($"\t\t{match} counter {verdict} comment \"{rule.FaultId}\"\n");
        document.Append("\t}\n");
    }

    private static IEnumerable<(string Match, string Verdict)> Drops(DropRule rule, Hooked keys) =>
        Matches(rule, keys).Select(m => (m.Text, "drop"));

    private static IEnumerable<Match> Matches(DropRule rule, Hooked keys) => rule switch
    {
        { Remotes: { } remotes } => ByFamily(remotes, keys.Address),
        { Spared: [] } => [new($"{keys.Interface} != \"lo\"", V4: true, V6: true)],
        _ => ((bool[])[false, true]).Select(v6 => AllBut([.. rule.Spared.Where(a => a.IsV6 == v6)], v6, keys)),
    };

    /// <summary>With IPv6 neighbours find each other by packets of its own, from and to addresses that are no member's.</summary>
    private static Match AllBut(Address[] spared, bool v6, Hooked keys)
    {
        string[] found = v6 && spared.Length > 0 ? ["fe80::/10", "ff00::/8"] : [];
        return new(
            $"{keys.Interface} != \"lo\" {AllBut([.. spared.Select(a => a.Text), .. found], v6, keys.Address)}", V4: !v6, V6: v6);
    }

    /// <summary>What matches packets of a family but for those with these addresses.</summary>
    /// <param name="key"><c>saddr</c> or <c>daddr</c>.</param>
    public static string AllBut(IReadOnlyCollection<string> addresses, bool v6, string key) => addresses.Count == 0
        ? $"meta nfproto {(v6 ? "ipv6" : "ipv4")}"
        : $"{(v6 ? "ip6" : "ip")} {key} != {{ {string.Join(", ", addresses)} }}";

    /// <summary>What matches packets with these addresses: a rule is of one family.</summary>
    /// <param name="key"><c>saddr</c> or <c>daddr</c>.</param>
    public static IEnumerable<Match> ByFamily(IReadOnlyList<Address> addresses, string key) =>
        addresses.GroupBy(a => a.IsV6).OrderBy(g => g.Key).Select(
            family => new Match(
                $"{(family.Key ? "ip6" : "ip")} {key} {{ {string.Join(", ", family.Select(a => a.Text))} }}",
                V4: !family.Key, V6: family.Key));

    /// <summary>How a hook names the interface and the address of the other end.</summary>
    internal readonly record struct Hooked(string Interface, string Address);

    /// <param name="V4">Packets of that family may match.</param>
    internal readonly record struct Match(string Text, bool V4, bool V6);
}
