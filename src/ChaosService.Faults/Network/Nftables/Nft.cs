using ChaosService.Docker.Processes;
using ChaosService.Faults.Network.Namespaces;

namespace ChaosService.Faults.Network.Nftables;

/// <summary>What <c>nft</c> does in a node's network: by its library, or by the program where there is no library.</summary>
internal static class Nft
{
    /// <summary>The program's own way, for a network that is not a node's, and for error messages.</summary>
    public static Command ApplyCommand(string document) => new("nft", "-f", "-") { Input = document };

    public static async Task ApplyAsync(int pid, string document, CancellationToken cancellationToken)
    {
        var command = NetworkNamespace.Enter(pid, ApplyCommand(document));
        var result = await RunAsync(pid, document, json: false, command, cancellationToken);
        if (!result.Succeeded) throw new CommandFailedException(command, result);
    }

    /// <summary>A table as JSON; null when it does not exist.</summary>
    /// <param name="table">With its family: <c>inet chaosservice</c>.</param>
    public static async Task<string?> ListAsync(int pid, string table, CancellationToken cancellationToken)
    {
        var command = NetworkNamespace.Enter(pid, new("nft", ["-j", "list", "table", .. table.Split(' ')]));
        var result = await RunAsync(pid, $"list table {table}", json: true, command, cancellationToken);
        if (result.Succeeded) return result.Output;
        return result.Error.Contains("No such file or directory", StringComparison.Ordinal) && File.Exists($"/proc/{pid}/ns/net")
            ? null
            : throw new CommandFailedException(command, result);
    }

    private static async Task<CommandResult> RunAsync(
        int pid, string document, bool json, Command program, CancellationToken cancellationToken)
    {
        if (!NftLibrary.IsThere) return await CommandRunner.RunAsync(program, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return await NetworkNamespace.RunAsync(pid, () => NftLibrary.Run(document, json));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.ComponentModel.Win32Exception)
        {
            return new CommandResult(1, "", e.Message);
        }
    }
}
