using System.Net.Sockets;
using System.Text;

namespace ChaosService.Host.Service;

/// <summary>Tells systemd how far we are, for units of <c>Type=notify</c> (sd_notify(3)).</summary>
internal static class Systemd
{
    public static void Notify(string state)
    {
        if (Environment.GetEnvironmentVariable("NOTIFY_SOCKET") is not { Length: > 0 } path) return;
        // A leading @ is the abstract namespace, which the system call writes as a zero byte.
        var endpoint = new UnixDomainSocketEndPoint(path[0] == '@' ? '\0' + path[1..] : path);
        using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        socket.SendTo(Encoding.UTF8.GetBytes(state), endpoint);
    }
}
