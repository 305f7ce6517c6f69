using ChaosService.Docker.Processes;
using ChaosService.Faults.Network.Namespaces;

namespace ChaosService.Faults.Network.Ports;

/// <summary>
/// Which ports the kernel chooses from for a connection of a node's: net.ipv4.ip_local_port_range (ip(7)), for IPv6 as well.
/// </summary>
/// <param name="Last">Belongs to it.</param>
internal sealed record PortRange(int First, int Last)
{
    /// <summary>The thread's own network decides whose file it is.</summary>
    private const string File = "/proc/sys/net/ipv4/ip_local_port_range";

    public int Count => Last - First + 1;

    public static Task<PortRange> ReadAsync(int pid) => NetworkNamespace.RunAsync(pid, Read);

    public static Task WriteAsync(int pid, PortRange range) =>
        CommandRunner.RunOrThrowAsync(NetworkNamespace.Enter(pid, Writing(range)), CancellationToken.None);

    /// <summary>In a container /proc/sys is mounted read-only: a fresh /proc, which nobody else sees, is not.</summary>
    public static Command Writing(PortRange range) =>
        new("unshare", "--mount", "sh", "-c", $"mount -t proc proc /proc && echo {range.First} {range.Last} > {File}");

    /// <summary>Inside.</summary>
    public static PortRange Read() => Parse(System.IO.File.ReadAllText(File));

    internal static PortRange Parse(string text) =>
        text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is [var first, var last]
            ? new(int.Parse(first), int.Parse(last))
            : throw new FormatException($"{File} holds '{text.Trim()}', which are not two ports.");

    public override string ToString() => $"{First} to {Last}";
}
