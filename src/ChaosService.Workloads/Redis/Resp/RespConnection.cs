using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;

namespace ChaosService.Workloads.Redis.Resp;

/// <summary>
/// One TCP connection, one command at a time. After any exception, and after a cancelled call, the next reply could belong to an earlier
/// command: discard the connection.
/// </summary>
internal sealed class RespConnection : IDisposable
{
    private readonly Socket _socket;
    private readonly PipeReader _input;
    private readonly PipeWriter _output;
    private readonly RespReader _replies = new();

    private RespConnection(Socket socket)
    {
        _socket = socket;
        var stream = new NetworkStream(socket, ownsSocket: false);
        _input = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 16 << 10, leaveOpen: true));
        _output = PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true));
    }

    public static async Task<RespConnection> OpenAsync(IPEndPoint endPoint, CancellationToken limit)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(endPoint, limit);
            return new RespConnection(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public PipeWriter Output => _output;

    /// <summary>Sends what was written to <see cref="Output"/> and waits for its reply.</summary>
    public async ValueTask<RespValue> ExchangeAsync(CancellationToken limit)
    {
        await _output.FlushAsync(limit);
        while (true)
        {
            var read = await _input.ReadAsync(limit);
            var buffer = read.Buffer;
            var whole = _replies.TryRead(ref buffer, out var reply);
            _input.AdvanceTo(buffer.Start, whole ? buffer.Start : buffer.End);
            if (whole) return reply;
            if (read.IsCompleted) throw new EndOfStreamException("The server closed the connection.");
        }
    }

    public ValueTask<RespValue> CallAsync(ReadOnlySpan<string> command, CancellationToken limit)
    {
        RespWriter.WriteCommand(_output, command);
        return ExchangeAsync(limit);
    }

    public void Dispose() => _socket.Dispose();
}
