using System.Net.Sockets;
using ChaosService.Proxies.Tcp.Lanes;

namespace ChaosService.Proxies.Mqtt.Packets;

/// <summary>Writes whole packets to a connection, whoever sends them: those of the other end, and the proxy's own.</summary>
internal sealed class PacketWriter(Socket socket) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <param name="packets">Nothing comes between them.</param>
    public async ValueTask WriteAsync(IReadOnlyList<byte[]> packets, CancellationToken stop)
    {
        await _turn.WaitAsync(stop);
        try
        {
            foreach (var packet in packets) await socket.SendAllAsync(packet, stop);
        }
        finally
        {
            _turn.Release();
        }
    }

    public ValueTask WriteAsync(byte[] packet, CancellationToken stop) => WriteAsync([packet], stop);

    /// <summary>Passes on what the reader cannot read as a packet.</summary>
    public async ValueTask PassAsync(PacketReader reader, CancellationToken stop)
    {
        await _turn.WaitAsync(stop);
        try
        {
            while (await reader.TakeUnreadAsync(stop) is { Length: > 0 } some) await socket.SendAllAsync(some, stop);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();
}
