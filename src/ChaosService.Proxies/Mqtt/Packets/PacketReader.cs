using System.Net.Sockets;

namespace ChaosService.Proxies.Mqtt.Packets;

/// <summary>
/// Reads whole packets from a connection. A packet that is too long to be held in memory, and everything from the first byte on that is no
/// packet, is not read but taken as it comes.
/// </summary>
internal sealed class PacketReader(Socket socket)
{
    /// <summary>Longer packets are not read.</summary>
    public const int LongestBytes = 16 << 20;

    private byte[] _buffer = new byte[16 << 10];
    private int _start;
    private int _end;
    private long _unread;

    /// <summary>What comes next cannot be read.</summary>
    public bool HasUnread => _unread > 0;

    private ReadOnlyMemory<byte> Received => _buffer.AsMemory(_start, _end - _start);

    /// <summary>Null: something comes that cannot be read, or the other end has sent everything.</summary>
    /// <exception cref="SocketException">The connection is gone.</exception>
    public async ValueTask<MqttPacket?> ReadAsync(CancellationToken stop)
    {
        while (true)
        {
            if (TryTake() is { } packet) return packet;
            if (HasUnread) return null;
            if (await ReceiveAsync(stop)) continue;
            // The end came in the middle of a packet.
            _unread = Received.Length;
            return null;
        }
    }

    /// <summary>The next part of what cannot be read; empty: that was all of it.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> TakeUnreadAsync(CancellationToken stop)
    {
        if (_unread == 0 || (Received.IsEmpty && !await ReceiveAsync(stop)))
        {
            _unread = 0;
            return default;
        }
        var part = Received[..(int)Math.Min(Received.Length, _unread)];
        _unread -= part.Length;
        _start += part.Length;
        return part;
    }

    private async ValueTask<bool> ReceiveAsync(CancellationToken stop)
    {
        if (_end == _buffer.Length)
        {
            var larger = Received.Length > _buffer.Length / 2 ? new byte[2 * _buffer.Length] : _buffer;
            Received.CopyTo(larger);
            (_buffer, _start, _end) = (larger, 0, _end - _start);
        }
        var read = await socket.ReceiveAsync(_buffer.AsMemory(_end), SocketFlags.None, stop);
        _end += read;
        return read > 0;
    }

    private MqttPacket? TryTake()
    {
        var received = Received.Span;
        // The length: seven bits a byte, the lowest first, in at most four bytes (2.2.3).
        var (length, body) = (0, 0);
        for (var i = 1; body == 0; i++)
        {
            if (i > 4)
            {
                _unread = long.MaxValue;
                return null;
            }
            if (i >= received.Length) return null;
            length |= (received[i] & 0x7f) << (7 * (i - 1));
            if ((received[i] & 0x80) == 0) body = i + 1;
        }
        var whole = body + length;
        if (whole > LongestBytes)
        {
            _unread = whole;
            return null;
        }
        if (whole > received.Length) return null;
        _start += whole;
        return new MqttPacket(received[..whole].ToArray(), body);
    }
}
