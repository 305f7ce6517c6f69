using ChaosService.Docker.Processes;
using ChaosService.Faults.Network.Namespaces;
using ChaosService.Faults.Network.Nftables;
using ChaosService.Model.Faults;
using ChaosService.Model.Ids;

namespace ChaosService.Faults.Proxy.Redirect;

/// <summary>The table of redirects in a node's network.</summary>
internal static class RedirectTable
{
    public static Task ApplyAsync(int pid, string document, CancellationToken cancellationToken) =>
        Nft.ApplyAsync(pid, document, cancellationToken);

    /// <summary>What the kernel has, and how many connections each rule has led; null when the table is not there.</summary>
    public static Task<IReadOnlyList<DropCounter>?> ReadAsync(int pid, CancellationToken cancellationToken) =>
        NftTable.ReadAsync(pid, RedirectDocument.Table, cancellationToken);

    /// <summary>Removes one fault's rules, and the table with the last of them. Nothing happens where there are none.</summary>
    public static Task RemoveAsync(int pid, FaultId faultId, CancellationToken cancellationToken) =>
        NftTable.RemoveAsync(pid, RedirectDocument.Table, faultId, cancellationToken);

    /// <summary>Tried in a network that is gone when the command ends.</summary>
    public static async ValueTask<FaultAvailability> ProbeAsync(CancellationToken cancellationToken)
    {
        var document = RedirectDocument.For([new("probe", 1, "2", Others: null), new("probe", 1, "2", Others: null, Outgoing: true)]);
        var result = await CommandRunner.RunAsync(NetworkNamespace.EnterNew(Nft.ApplyCommand(document)), cancellationToken);
        if (result.Succeeded) return new(true, "nftables redirect");
        var said = result.Error.Trim().Split('\n')[0];
        return (await Network.NetworkProbes.NftablesAsync(cancellationToken)) is { Available: false } none
            ? none
            : new(false, $"nftables cannot redirect ({said}); the kernel needs CONFIG_NFT_REDIR and CONFIG_NFT_NAT");
    }
}
