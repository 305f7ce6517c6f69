using System.Text.Json;
using ChaosService.Model.Ids;

namespace ChaosService.Faults.Network.Nftables;

/// <param name="Packets">Dropped since the document was applied last.</param>
/// <param name="Handle">By which the kernel knows the rule in its chain.</param>
internal sealed record DropCounter(string FaultId, long Packets, string Chain, long Handle);

/// <summary>Our only table in a node's network.</summary>
internal static class NftTable
{
    /// <summary>Removes one fault's rules, and the table with the last of them. Nothing happens where there are none.</summary>
    public static Task RemoveAsync(int pid, FaultId faultId, CancellationToken cancellationToken) =>
        RemoveAsync(pid, NftDocument.Table, faultId, cancellationToken);

    /// <inheritdoc cref="RemoveAsync(int, FaultId, CancellationToken)"/>
    public static async Task RemoveAsync(int pid, string table, FaultId faultId, CancellationToken cancellationToken)
    {
        if (await ReadAsync(pid, table, cancellationToken) is { } rules)
            await Nft.ApplyAsync(pid, NftDocument.Without(table, faultId, rules), cancellationToken);
    }

    /// <summary>The kernel's rules, one counter for each; null when the table does not exist.</summary>
    public static Task<IReadOnlyList<DropCounter>?> ReadAsync(int pid, CancellationToken cancellationToken) =>
        ReadAsync(pid, NftDocument.Table, cancellationToken);

    /// <inheritdoc cref="ReadAsync(int, CancellationToken)"/>
    public static async Task<IReadOnlyList<DropCounter>?> ReadAsync(int pid, string table, CancellationToken cancellationToken) =>
        await Nft.ListAsync(pid, table, cancellationToken) is { } json ? Parse(json) : null;

    internal static IReadOnlyList<DropCounter> Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.GetProperty("nftables").EnumerateArray()
            .Where(e => e.TryGetProperty("rule", out _))
            .Select(e => e.GetProperty("rule"))
            .Select(r => new DropCounter(
                r.GetProperty("comment").GetString() ?? "", Packets(r.GetProperty("expr")), r.GetProperty("chain").GetString()!,
                r.GetProperty("handle").GetInt64()))];
    }

    private static long Packets(JsonElement expressions) =>
        expressions.EnumerateArray().Sum(e => e.TryGetProperty("counter", out var counter) ? counter.GetProperty("packets").GetInt64() : 0);
}
