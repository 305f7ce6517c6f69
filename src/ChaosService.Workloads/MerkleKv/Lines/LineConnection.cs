using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ChaosService.Workloads.MerkleKv.Lines;

/// <summary>
/// One TCP connection, one command at a time, each answered by a line. After any exception, and after a cancelled call, the next line
/// could belong to an earlier command: discard the connection.
/// </summary>
internal sealed class LineConnection : IDisposable
{
    /// <summary>Where servers listen.</summary>
    public const int Port = 7379;

    /// <summary>The longest line that a server sends: a value of its longest line, and a word before it.</summary>
    private const int LongestLine = (1 << 20) + 64;

    private readonly Socket _socket;
    private readonly PipeReader _input;
    private readonly NetworkStream _stream;

    private LineConnection(Socket socket)
    {
        _socket = socket;
        _stream = new NetworkStream(socket, ownsSocket: false);
        _input = PipeReader.Create(_stream, new StreamPipeReaderOptions(leaveOpen: true));
    }

    public static async Task<LineConnection> OpenAsync(IPEndPoint endPoint, CancellationToken limit)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(endPoint, limit);
            return new LineConnection(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <param name="command">Without its line end.</param>
    /// <returns>The first line of the answer, without its line end.</returns>
    public ValueTask<string> AskAsync(string command, CancellationToken limit) =>
        AskAsync(Encoding.UTF8.GetBytes($"{command}\r\n"), limit);

    /// <param name="line">With its line end. It need not be a command, nor text.</param>
    public async ValueTask<string> AskAsync(ReadOnlyMemory<byte> line, CancellationToken limit)
    {
        await _stream.WriteAsync(line, limit);
        return await ReadLineAsync(limit);
    }

    /// <summary>The next line of an answer with several.</summary>
    /// <exception cref="LineException">The line is longer than any that a server sends.</exception>
    public async ValueTask<string> ReadLineAsync(CancellationToken limit)
    {
        while (true)
        {
            var read = await _input.ReadAsync(limit);
            if (read.Buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = Encoding.UTF8.GetString(read.Buffer.Slice(0, end)).TrimEnd('\r');
                _input.AdvanceTo(read.Buffer.GetPosition(1, end));
                return line;
            }
            if (read.IsCompleted) throw new EndOfStreamException("The server closed the connection.");
            if (read.Buffer.Length > LongestLine) throw new LineException($"a line is longer than {LongestLine:#,0} bytes");
            _input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    public void Dispose()
    {
        _stream.Dispose();
        _socket.Dispose();
    }
}
