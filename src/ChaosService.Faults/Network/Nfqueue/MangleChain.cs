using ChaosService.Docker.Processes;
using ChaosService.Faults.Network.Namespaces;
using ChaosService.Faults.Network.State;

namespace ChaosService.Faults.Network.Nfqueue;

/// <summary>Our chains in a node's mangle tables, a pair for each IP family. They come and go together.</summary>
internal static class MangleChain
{
    private static readonly bool[] Families = [false, true];

    public static async Task ApplyAsync(int pid, NetworkState state, int firstQueue, CancellationToken cancellationToken)
    {
        foreach (var v6 in Families)
        {
            var (hasChain, hasJumps) = await SeeAsync(pid, v6, cancellationToken);
            if (MangleDocument.Queues(state).Any(s => s.Remotes is null || s.Remotes.Any(r => r.IsV6 == v6)))
                await RestoreAsync(pid, v6, MangleDocument.For(state, v6, firstQueue, hasJumps), cancellationToken);
            else if (hasChain)
                await RestoreAsync(pid, v6, MangleDocument.Remove(hasJumps), cancellationToken);
        }
    }

    public static Task ClearAsync(int pid, CancellationToken cancellationToken) => ApplyAsync(pid, NetworkState.Empty, firstQueue: 0, cancellationToken);

    public static async Task<bool> IsThereAsync(int pid, CancellationToken cancellationToken)
    {
        foreach (var v6 in Families)
            if ((await SeeAsync(pid, v6, cancellationToken)).HasChain) return true;
        return false;
    }

    public static Command RestoreCommand(bool v6, string document) =>
        new(v6 ? "ip6tables-restore" : "iptables-restore", "--noflush") { Input = document };

    private static Task<string> RestoreAsync(int pid, bool v6, string document, CancellationToken cancellationToken) =>
        CommandRunner.RunOrThrowAsync(NetworkNamespace.Enter(pid, RestoreCommand(v6, document)), cancellationToken);

    private static async Task<(bool HasChain, bool HasJump)> SeeAsync(int pid, bool v6, CancellationToken cancellationToken)
    {
        var save = NetworkNamespace.Enter(pid, new(v6 ? "ip6tables-save" : "iptables-save", "-t", "mangle"));
        var result = await CommandRunner.RunAsync(save, cancellationToken);
        // nsenter says 127 for a program that is not installed: then nobody can have made a chain with it.
        if (result.ExitCode == 127) return (false, false);
        if (!result.Succeeded) throw new CommandFailedException(save, result);
        return (result.Output.Contains($"\n:{MangleDocument.Out} ", StringComparison.Ordinal),
            result.Output.Contains($"\n-A OUTPUT -j {MangleDocument.Out}\n", StringComparison.Ordinal));
    }
}
