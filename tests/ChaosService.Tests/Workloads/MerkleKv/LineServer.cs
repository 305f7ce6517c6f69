using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ChaosService.Tests.Workloads.MerkleKv;

/// <summary>Answers lines, one connection after the other, where a node listens and at an address of its own.</summary>
internal sealed class LineServer : IAsyncDisposable
{
    private readonly CancellationTokenSource _closing = new();
    private readonly TcpListener _listener;
    private readonly Task _serving;
    private int _connections;

    /// <param name="reply">To a line: null closes the connection, an empty one is none.</param>
    public LineServer(Func<string, string?> reply)
    {
        _listener = new TcpListener(Address, 7379);
        _listener.Start();
        _serving = ServeAsync(reply);
    }

    public IPAddress Address { get; } = Loopback.Next();

    /// <summary>How many it has accepted.</summary>
    public int Connections => Volatile.Read(ref _connections);

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _serving);
        _listener.Dispose();
        _closing.Dispose();
    }

    private async Task ServeAsync(Func<string, string?> reply)
    {
        while (true)
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync(_closing.Token);
                Interlocked.Increment(ref _connections);
                using var reader = new StreamReader(client.GetStream(), Encoding.Latin1);
                while (await reader.ReadLineAsync(_closing.Token) is { } line && reply(line) is { } text)
                    if (text.Length > 0) await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes($"{text}\r\n"), _closing.Token);
            }
            catch (IOException)
            {
                // The client is gone.
            }
        }
    }
}
