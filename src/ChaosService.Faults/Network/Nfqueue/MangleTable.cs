using System.Text.RegularExpressions;
using ChaosService.Docker.Processes;
using ChaosService.Faults.Network.Namespaces;

namespace ChaosService.Faults.Network.Nfqueue;

/// <summary>What is ours in one family's mangle table, as <c>iptables-save</c> prints it.</summary>
/// <param name="Chains">Ours, the marks included.</param>
/// <param name="HasJumps">Packets are led into them.</param>
/// <param name="Queues">Numbers of the queues that they lead to.</param>
internal sealed partial record MangleTable(IReadOnlyList<string> Chains, bool HasJumps, IReadOnlySet<int> Queues)
{
    private static readonly MangleTable Nothing = new([], false, new HashSet<int>());

    public bool HasChains => Chains.Contains(MangleDocument.Out);

    public static async Task<MangleTable> ReadAsync(int pid, bool v6, CancellationToken cancellationToken)
    {
        var save = NetworkNamespace.Enter(pid, new(v6 ? "ip6tables-save" : "iptables-save", "-t", "mangle"));
        var result = await CommandRunner.RunAsync(save, cancellationToken);
        // nsenter says 127 for a program that is not installed: then nobody can have made a chain with it.
        if (result.ExitCode == 127) return Nothing;
        return result.Succeeded ? Parse(result.Output) : throw new CommandFailedException(save, result);
    }

    internal static MangleTable Parse(string saved) => new(
        [.. Chain().Matches(saved).Select(m => m.Groups[1].Value)],
        saved.Contains($"\n-A OUTPUT -j {MangleDocument.Out}\n", StringComparison.Ordinal),
        Queue().Matches(saved).Select(m => int.Parse(m.Groups[1].Value)).ToHashSet());

    [GeneratedRegex($@"^:({MangleDocument.Prefix}\S+) ", RegexOptions.Multiline)]
    private static partial Regex Chain();

    [GeneratedRegex($@"^-A {MangleDocument.Prefix}.* --queue-num (\d+)", RegexOptions.Multiline)]
    private static partial Regex Queue();
}
