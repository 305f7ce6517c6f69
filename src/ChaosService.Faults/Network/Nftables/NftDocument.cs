using System.Text;
using ChaosService.Faults.Network.State;

namespace ChaosService.Faults.Network.Nftables;

/// <summary>The drops of one node as a document for <c>nft -f -</c>, which the kernel takes whole or not at all.</summary>
internal static class NftDocument
{
    public const string Table = "inet chaosservice";

    /// <summary>Add before delete: deleting a table that is not there is an error.</summary>
    public const string Remove = $"add table {Table}\ndelete table {Table}\n";

    /// <summary>Takes one fault's rules out of those that are in the table.</summary>
    public static string Without(string table, string faultId, IReadOnlyList<DropCounter> rules) => rules.All(r => r.FaultId == faultId)
        ? $"add table {table}\ndelete table {table}\n"
        : string.Concat(rules.Where(r => r.FaultId == faultId).Select(r => $"delete rule {table} {r.Chain} handle {r.Handle}\n"));

    public static string For(NetworkState state)
    {
        if (state.Drops.Count == 0) return Remove;
        var document = new StringBuilder(Remove).Append($"table {Table} {{\n");
        Chain(document, "input", "iifname", "saddr", [.. state.Drops.Where(d => d.Hook == Hook.Input)]);
        Chain(document, "output", "oifname", "daddr", [.. state.Drops.Where(d => d.Hook == Hook.Output)]);
        return document.Append("}\n").ToString();
    }

    /// <summary>Priority -300 is before connection tracking, so that connections that exist already are cut as well.</summary>
    private static void Chain(StringBuilder document, string hook, string interfaceKey, string addressKey, DropRule[] rules)
    {
        if (rules.Length == 0) return;
        document.Append($"\tchain {hook} {{\n\t\ttype filter hook {hook} priority -300; policy accept;\n");
        foreach (var rule in rules)
            foreach (var match in Matches(rule, interfaceKey, addressKey))
                document.Append($"\t\t{match} counter drop comment \"{rule.FaultId}\"\n");
        document.Append("\t}\n");
    }

    private static IEnumerable<string> Matches(DropRule rule, string interfaceKey, string addressKey)
    {
        if (rule.Remotes is null)
        {
            yield return $"{interfaceKey} != \"lo\"";
            yield break;
        }
        foreach (var family in rule.Remotes.GroupBy(a => a.IsV6).OrderBy(g => g.Key))
            yield return $"{(family.Key ? "ip6" : "ip")} {addressKey} {{ {string.Join(", ", family.Select(a => a.Text))} }}";
    }
}
