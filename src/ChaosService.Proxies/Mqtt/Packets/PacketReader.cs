using System.Net.Sockets;

namespace ChaosService.Proxies.Mqtt.Packets;

/// <summary>Reads whole packets from a connection.</summary>
internal sealed class PacketReader(Socket socket)
{
    /// <summary>A longer packet ends the connection: it would be held in memory as a whole.</summary>
    private const int LongestBytes = 16 << 20;

    private byte[] _buffer = new byte[16 << 10];
    private int _count;

    /// <summary>Null: the other end has sent everything.</summary>
    /// <exception cref="SocketException">The connection is gone, or what came is no packet.</exception>
    public async ValueTask<MqttPacket?> ReadAsync(CancellationToken stop)
    {
        while (true)
        {
            if (TryTake() is { } packet) return packet;
            if (_count == _buffer.Length) Array.Resize(ref _buffer, 2 * _buffer.Length);
            var read = await socket.ReceiveAsync(_buffer.AsMemory(_count), SocketFlags.None, stop);
            if (read == 0) return null;
            _count += read;
        }
    }

    private MqttPacket? TryTake()
    {
        // The length: seven bits a byte, the lowest first, in at most four bytes (2.2.3).
        var (length, body) = (0, 0);
        for (var i = 1; body == 0; i++)
        {
            if (i > 4) throw new SocketException((int)SocketError.ProtocolNotSupported);
            if (i >= _count) return null;
            length |= (_buffer[i] & 0x7f) << (7 * (i - 1));
            if ((_buffer[i] & 0x80) == 0) body = i + 1;
        }
        var whole = body + length;
        if (whole > LongestBytes) throw new SocketException((int)SocketError.MessageSize);
        if (whole > _count) return null;
        var packet = new MqttPacket(_buffer[..whole], body);
        _buffer.AsSpan(whole, _count - whole).CopyTo(_buffer);
        _count -= whole;
        return packet;
    }
}
