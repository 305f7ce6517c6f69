using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace ChaosService.MerkleKv.Tests.Running;

/// <summary>Ports for programs that cannot choose one themselves. Tests run side by side, and none gets a port that another had.</summary>
internal static class FreePorts
{
    private static readonly ConcurrentDictionary<int, bool> Taken = new();

    public static int Take(string address)
    {
        while (true)
        {
            using var listener = new TcpListener(IPAddress.Parse(address), 0);
            listener.Start();
            var port = ((IPEndPoint)listener.LocalEndpoint).Port;
            if (Taken.TryAdd(port, true)) return port;
        }
    }
}
