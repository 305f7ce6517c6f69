using System.Net;
using System.Net.Sockets;
using ChaosService.Docker.Processes;
using ChaosService.Faults.Network.Namespaces;
using ChaosService.Model.Faults;

namespace ChaosService.Faults.Network.Reset;

/// <summary>Has the kernel end connections (SOCK_DESTROY, by <c>ss -K</c>): their owner gets an error, and the other end a reset.</summary>
internal static class ConnectionKiller
{
    private const string Fix = "install iproute2; the kernel needs CONFIG_INET_DIAG_DESTROY";

    private static readonly TimeSpan ProbeLimit = TimeSpan.FromSeconds(2);

    public static string Describe(string remote) => $"ss -K -t state established '( dst {remote} )'";

    /// <param name="remote">Null: any.</param>
    /// <param name="outgoing">Those that the node made to a port of others.</param>
    public static string Describe(int port, string? remote, bool outgoing) =>
        $"ss -K -t state established '( {End(outgoing)} = :{port}{(remote is null ? "" : $" and dst {remote}")} )'";

    /// <summary>Those with these addresses that were made to a port of the node, or by the node to that port of theirs.</summary>
    public static Task KillAsync(int pid, int port, bool outgoing, IReadOnlyList<IPAddress> remotes, CancellationToken cancellationToken)
    {
        var command = Command($"{End(outgoing)} = :{port} and ( {string.Join(" or ", remotes.Select(r => $"dst {r}"))} )");
        return CommandRunner.RunOrThrowAsync(NetworkNamespace.Enter(pid, command), cancellationToken);
    }

    /// <summary>All that a node has with these addresses.</summary>
    public static Task KillAsync(int pid, IReadOnlyList<IPAddress> remotes, CancellationToken cancellationToken)
    {
        var command = Command(string.Join(" or ", remotes.Select(r => $"dst {r}")));
        return CommandRunner.RunOrThrowAsync(NetworkNamespace.Enter(pid, command), cancellationToken);
    }

    /// <summary>Tried on a connection of this process with itself: whether the kernel can do it shows on nothing else.</summary>
    public static async ValueTask<FaultAvailability> ProbeAsync(CancellationToken cancellationToken)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new TcpClient();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint, cancellationToken);
        using var accepted = await listener.AcceptTcpClientAsync(cancellationToken);
        var result = await CommandRunner.RunAsync(
            Command($"src {client.Client.LocalEndPoint} and dst {client.Client.RemoteEndPoint}"), cancellationToken);
        if (!result.Succeeded) return new(false, $"ss cannot end connections ({result.Error.Trim().Split('\n')[0]}); {Fix}");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(ProbeLimit);
        try
        {
            // A connection that lives has nothing to say.
            await client.GetStream().ReadExactlyAsync(new byte[1], limit.Token);
        }
        catch (IOException)
        {
            return new(true, "ss -K");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new(false, $"ss ran, and the connection lives: ending it {Privileges.Own().Explain(Privileges.OfNetworks)}; {Fix}");
        }
        return new(false, $"the connection answered; {Fix}");
    }

    private static string End(bool outgoing) => outgoing ? "dport" : "sport";

    private static Command Command(string filter) => new("ss", "-K", "-t", "state", "established", $"( {filter} )");
}
