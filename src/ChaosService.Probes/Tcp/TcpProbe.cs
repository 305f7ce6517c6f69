using System.Net.Sockets;
using ChaosService.Model.Clusters;
using ChaosService.Model.Probes;

namespace ChaosService.Probes.Tcp;

internal sealed class TcpProbe(TcpParameters parameters, ICluster cluster) : IProbe
{
    private readonly NodePort _at = new(parameters.Node, parameters.Port);

    public async Task<ProbeAnswer> AskAsync(CancellationToken limit)
    {
        if (_at.In(cluster) is not { } address) return new(false, $"{parameters.Node} does not run");
        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(address, limit);
            return new(true, $"{_at} accepted a connection");
        }
        catch (SocketException e)
        {
            return new(false, $"{_at}: {e.Message}");
        }
    }

    public void Dispose()
    {
        // Each connection ends with its request.
    }
}
