using System.Net;
using System.Net.Sockets;

namespace ChaosService.Faults.Proxy.Listening;

/// <summary>Where a connection was going before it was led to a proxy, as the kernel's connection tracking knows it.</summary>
internal static class OriginalDestination
{
    private const int Ipv4Level = 0;
    private const int Ipv6Level = 41;

    /// <summary>SO_ORIGINAL_DST and IP6T_SO_ORIGINAL_DST.</summary>
    private const int Option = 80;

    /// <summary>Where the kernel does not know, it came to where it was going.</summary>
    public static IPAddress AddressOf(Socket accepted)
    {
        var local = ((IPEndPoint)accepted.LocalEndPoint!).Address;
        var isV6 = local.AddressFamily == AddressFamily.InterNetworkV6;
        // struct sockaddr_in and sockaddr_in6.
        var answer = new byte[isV6 ? 28 : 16];
        try
        {
            accepted.GetRawSocketOption(isV6 ? Ipv6Level : Ipv4Level, Option, answer);
            return new IPAddress(isV6 ? answer.AsSpan(8, 16) : answer.AsSpan(4, 4));
        }
        catch (SocketException)
        {
            return local;
        }
    }
}
