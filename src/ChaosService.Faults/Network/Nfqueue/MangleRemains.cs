using System.Text;
using System.Text.Json;
using ChaosService.Docker.Processes;
using ChaosService.Faults.Network.Namespaces;

namespace ChaosService.Faults.Network.Nfqueue;

/// <summary>
/// The mangle table as nf_tables has it. iptables makes it, and its chains INPUT and OUTPUT, where they are not there, and never removes
/// them. A node is left as it was found: what was created for us is marked in the table itself, by an empty chain, so that whatever removes
/// our chains knows this, even after a crash.
/// </summary>
internal static class MangleRemains
{
    private const string Table = "TABLE";

    private static readonly string[] BaseChains = ["INPUT", "OUTPUT"];

    /// <summary>
    /// Null when there is no such table, or no nft to ask: the older iptables keeps its tables where nobody can remove them.
    /// </summary>
    public static async Task<string?> ReadAsync(int pid, bool v6, CancellationToken cancellationToken)
    {
        var list = NetworkNamespace.Enter(pid, new("nft", "-j", "list", "table", Family(v6), "mangle"));
        var result = await CommandRunner.RunAsync(list, cancellationToken);
        return result.Succeeded ? result.Output : null;
    }

    /// <summary>What is to be marked before our chains are made.</summary>
    public static IReadOnlyList<string> Missing(string? table) =>
        table is null ? [Table, .. BaseChains] : [.. BaseChains.Except(Chains(Items(table)).Select(c => c.Name))];

    /// <summary>
    /// Removes our chains and what is marked, unless someone else has come to use it. Null when nothing of ours is in it.
    /// </summary>
    public static string? Removal(string table, bool v6)
    {
        var items = Items(table);
        var chains = Chains(items);
        if (!chains.Any(c => IsOurs(c.Name))) return null;
        var jumps = Rules(items).Where(r => !IsOurs(r.Chain) && IsOurs(r.Target)).ToArray();
        bool IsUnused((string Name, string Policy) chain) =>
            IsMarked(chains, chain.Name) && chain.Policy == "accept"
                && Rules(items).Count(r => r.Chain == chain.Name) == jumps.Count(j => j.Chain == chain.Name);

        var name = $"{Family(v6)} mangle";
        if (IsMarked(chains, Table) && chains.All(c => IsOurs(c.Name) || IsUnused(c))) return $"delete table {name}\n";
        var document = new StringBuilder();
        foreach (var jump in jumps) document.Append($"delete rule {name} {jump.Chain} handle {jump.Handle}\n");
        foreach (var chain in chains.Where(c => IsOurs(c.Name))) document.Append($"flush chain {name} {chain.Name}\n");
        foreach (var chain in chains.Where(c => IsOurs(c.Name) || IsUnused(c))) document.Append($"delete chain {name} {chain.Name}\n");
        return document.ToString();
    }

    private static string Family(bool v6) => v6 ? "ip6" : "ip";

    private static bool IsOurs(string chain) => chain.StartsWith(MangleDocument.Prefix, StringComparison.Ordinal);

    private static bool IsMarked(IEnumerable<(string Name, string Policy)> chains, string what) =>
        chains.Any(c => c.Name == MangleDocument.Mark(what));

    private static JsonElement[] Items(string table)
    {
        using var document = JsonDocument.Parse(table);
        return [.. document.RootElement.GetProperty("nftables").EnumerateArray().Select(e => e.Clone())];
    }

    /// <summary>A chain that nothing leads into by itself has no policy.</summary>
    private static (string Name, string Policy)[] Chains(JsonElement[] items) =>
        [.. Each(items, "chain").Select(c => (Text(c, "name"), Text(c, "policy")))];

    private static (string Chain, long Handle, string Target)[] Rules(JsonElement[] items) =>
        [.. Each(items, "rule").Select(r => (Text(r, "chain"), r.GetProperty("handle").GetInt64(), Target(r)))];

    private static IEnumerable<JsonElement> Each(JsonElement[] items, string kind)
    {
        foreach (var item in items)
            if (item.TryGetProperty(kind, out var found)) yield return found;
    }

    /// <summary>The chain that the rule jumps to; empty for another rule.</summary>
    private static string Target(JsonElement rule)
    {
        foreach (var expression in rule.GetProperty("expr").EnumerateArray())
            if (expression.TryGetProperty("jump", out var jump)) return Text(jump, "target");
        return "";
    }

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
}
