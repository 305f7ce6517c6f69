using System.Net.Sockets;
using ChaosService.Proxies.Tcp.Lanes;

namespace ChaosService.Proxies.Mqtt.Packets;

/// <summary>Writes whole packets to a connection, whoever sends them: those of the other end, and the proxy's own.</summary>
internal sealed class PacketWriter(Socket socket) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    public async ValueTask WriteAsync(byte[] packet, CancellationToken stop)
    {
        await _turn.WaitAsync(stop);
        try
        {
            await socket.SendAllAsync(packet, stop);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();
}
