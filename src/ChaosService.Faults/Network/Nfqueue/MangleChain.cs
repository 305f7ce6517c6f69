using ChaosService.Docker.Processes;
using ChaosService.Faults.Network.Namespaces;
using ChaosService.Faults.Network.Nftables;
using ChaosService.Faults.Network.State;

namespace ChaosService.Faults.Network.Nfqueue;

/// <summary>
/// Our chains in a node's mangle tables, a pair for each IP family. They come and go together, and so does what had to be made for them.
/// </summary>
internal static class MangleChain
{
    private static readonly bool[] Families = [false, true];

    public static async Task ApplyAsync(int pid, NetworkState state, int firstQueue, CancellationToken cancellationToken)
    {
        foreach (var v6 in Families)
        {
            var there = await MangleTable.ReadAsync(pid, v6, cancellationToken);
            if (MangleDocument.Queues(state).Any(s => s.Remotes is null || s.Remotes.Any(r => r.IsV6 == v6)))
            {
                var marks = there.HasChains ? [] : await MissingAsync(pid, v6, cancellationToken);
                await RestoreAsync(pid, v6, MangleDocument.For(state, v6, firstQueue, there.HasJumps, marks), cancellationToken);
            }
            else if (there.Chains.Count > 0)
            {
                await RemoveAsync(pid, v6, there, cancellationToken);
            }
        }
    }

    public static Task ClearAsync(int pid, CancellationToken cancellationToken) =>
        ApplyAsync(pid, NetworkState.Empty, firstQueue: 0, cancellationToken);

    public static async Task<bool> IsThereAsync(int pid, CancellationToken cancellationToken)
    {
        foreach (var v6 in Families)
            if ((await MangleTable.ReadAsync(pid, v6, cancellationToken)).Chains.Count > 0) return true;
        return false;
    }

    /// <summary>Numbers of the queues that packets are sent to.</summary>
    public static async Task<IReadOnlySet<int>> QueuesAsync(int pid, CancellationToken cancellationToken)
    {
        var numbers = new HashSet<int>();
        foreach (var v6 in Families)
            if (await MangleTable.ReadAsync(pid, v6, cancellationToken) is { HasJumps: true } table) numbers.UnionWith(table.Queues);
        return numbers;
    }

    public static Command RestoreCommand(bool v6, string document) =>
        new(v6 ? "ip6tables-restore" : "iptables-restore", "--noflush") { Input = document };

    private static Task<string> RestoreAsync(int pid, bool v6, string document, CancellationToken cancellationToken) =>
        CommandRunner.RunOrThrowAsync(NetworkNamespace.Enter(pid, RestoreCommand(v6, document)), cancellationToken);

    /// <summary>What iptables will create besides our chains, and nobody else would remove.</summary>
    private static async Task<IReadOnlyList<string>> MissingAsync(int pid, bool v6, CancellationToken cancellationToken) =>
        MangleRemains.Missing(await MangleRemains.ReadAsync(pid, v6, cancellationToken));

    /// <summary>
    /// By nft where the table is one of nf_tables: only it can remove the table and its base chains, in the same transaction.
    /// </summary>
    private static async Task RemoveAsync(int pid, bool v6, MangleTable there, CancellationToken cancellationToken)
    {
        if (await MangleRemains.ReadAsync(pid, v6, cancellationToken) is { } json && MangleRemains.Removal(json, v6) is { } document)
            await Nft.ApplyAsync(pid, document, cancellationToken);
        else
            await RestoreAsync(pid, v6, MangleDocument.Remove(there), cancellationToken);
    }
}
