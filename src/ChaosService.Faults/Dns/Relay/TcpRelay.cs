using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using ChaosService.Faults.Dns.Messages;

namespace ChaosService.Faults.Dns.Relay;

/// <summary>The same over TCP, where each message has its length before it (RFC 7766): long answers are asked for again this way.</summary>
internal sealed class TcpRelay : IAsyncDisposable
{
    /// <summary>More wait in the kernel's own queue.</summary>
    private const int ConnectionsMax = 128;

    /// <summary>A connection that is idle for this long is closed, as resolvers do.</summary>
    private static readonly TimeSpan IdleMax = TimeSpan.FromSeconds(30);

    private readonly Socket _listener;
    private readonly Upstream _upstream;
    private readonly FailedNames _names;
    private readonly TimeProvider _time;
    private readonly Room _room;
    private readonly Task _accepting;

    public TcpRelay(Socket listener, Upstream upstream, FailedNames names, TimeProvider time)
    {
        (_listener, _upstream, _names, _time, _room) = (listener, upstream, names, time, new(ConnectionsMax, time));
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _room.DisposeAsync();
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                await _room.TakeAsync();
                _ = ServeAsync(await AcceptOneAsync());
            }
        }
        catch (Exception e) when (e is ObjectDisposedException or SocketException or OperationCanceledException)
        {
            // The relay is being closed.
        }
    }

    private async Task<Socket> AcceptOneAsync()
    {
        try
        {
            return await _listener.AcceptAsync();
        }
        catch
        {
            _room.Leave();
            throw;
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using (client)
        {
            try
            {
                while (await ReadAsync(client) is { } message) await AnswerAsync(client, message);
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException)
            {
                // One of the two went away, or nothing was said for too long: the connection ends.
            }
            finally
            {
                _room.Leave();
            }
        }
    }

    /// <summary>One question after the other, each passed on over a connection of its own.</summary>
    private async Task AnswerAsync(Socket client, byte[] message)
    {
        if (_names.Judge(message) is not var (question, how))
        {
            using var onward = await _upstream.ConnectAsync(SocketType.Stream, _room.Stop);
            await WriteAsync(onward, message);
            if (await ReadAsync(onward) is { } answer) await WriteAsync(client, answer);
        }
        else if (FalseAnswer.To(message, question, how.Failure, how.Address) is { } answer)
        {
            await WriteAsync(client, answer);
        }
    }

    /// <summary>Null when the other end has nothing more to say.</summary>
    private async Task<byte[]?> ReadAsync(Socket socket)
    {
        var length = new byte[2];
        if (!await FillAsync(socket, length)) return null;
        var message = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
        return await FillAsync(socket, message) ? message : null;
    }

    private async Task<bool> FillAsync(Socket socket, byte[] buffer)
    {
        using var idle = new CancellationTokenSource(IdleMax, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(idle.Token, _room.Stop);
        for (var read = 0; read < buffer.Length;)
        {
            var count = await socket.ReceiveAsync(buffer.AsMemory(read), either.Token);
            if (count == 0) return false;
            read += count;
        }
        return true;
    }

    private async Task WriteAsync(Socket socket, byte[] message)
    {
        byte[] framed = [(byte)(message.Length >> 8), (byte)message.Length, .. message];
        for (var sent = 0; sent < framed.Length;) sent += await socket.SendAsync(framed.AsMemory(sent), _room.Stop);
    }
}
