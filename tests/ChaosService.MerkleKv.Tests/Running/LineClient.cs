using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ChaosService.MerkleKv.Tests.Running;

/// <summary>A client that sends bytes and reads lines.</summary>
internal sealed class LineClient : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly TcpClient _client = new();
    private readonly StreamReader _reader;

    public LineClient(int port)
    {
        _client.Connect(IPAddress.Loopback, port);
        _client.NoDelay = true;
        _reader = new(_client.GetStream(), new UTF8Encoding(false));
    }

    /// <summary>Waits for a node that is about to start.</summary>
    public static async Task<LineClient> ConnectAsync(int port)
    {
        LineClient? client = null;
        await Eventually.TrueAsync(() => TryConnect(port, out client), $"a node listens on port {port}");
        return client!;
    }

    public async Task<string> AskAsync(string command)
    {
        await SendAsync($"{command}\r\n");
        return await LineAsync();
    }

    /// <summary>Lines up to the answer of a PING that follows: some replies say nowhere where they end.</summary>
    public async Task<List<string>> AskManyAsync(string command)
    {
        await SendAsync($"{command}\r\nPING end-of-reply\r\n");
        var lines = new List<string>();
        while (await LineAsync() is var line && !line.StartsWith("PONG", StringComparison.Ordinal)) lines.Add(line);
        return lines;
    }

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

    public async Task SendAsync(byte[] bytes) => await _client.GetStream().WriteAsync(bytes);

    public async Task<string> LineAsync() =>
        await _reader.ReadLineAsync().WaitAsync(Limit) ?? throw new EndOfStreamException("The node closed the connection.");

    /// <summary>Says that no more commands come; the node ends the conversation.</summary>
    public void EndSending() => _client.Client.Shutdown(SocketShutdown.Send);

    /// <summary>Whether the node closed the connection.</summary>
    public async Task<bool> IsClosedAsync()
    {
        try
        {
            return await _reader.ReadLineAsync().WaitAsync(Limit) is null;
        }
        catch (IOException)
        {
            return true;
        }
    }

    public void Dispose() => _client.Dispose();

    private static bool TryConnect(int port, out LineClient? client)
    {
        try
        {
            client = new(port);
            return true;
        }
        catch (SocketException)
        {
            client = null;
            return false;
        }
    }
}
