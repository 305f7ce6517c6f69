using System.Net;
using System.Net.Sockets;
using ChaosService.Faults.Network.Namespaces;
using ChaosService.Tests.Engine.Fakes;

namespace ChaosService.Docker.Tests.Faults;

/// <summary>A server in a node's network, which answers each byte with itself unless told otherwise, and knows who connected.</summary>
internal sealed class NodeServer : IAsyncDisposable
{
    private readonly Socket _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private readonly IPAddress _address;
    private readonly Func<Socket, CancellationToken, Task> _answer;

    private NodeServer(Socket listener, IPAddress address, Func<Socket, CancellationToken, Task> answer)
    {
        (_listener, _address, _answer) = (listener, address, answer);
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    /// <summary>Who made the connection that came last, as the server sees it.</summary>
    public IPAddress? LastClient { get; private set; }

    /// <param name="answer">What is done with each connection; null: an echo.</param>
    public static async Task<NodeServer> StartAsync(
        SmallCluster small, string node, Func<Socket, CancellationToken, Task>? answer = null)
    {
        var runtime = await small.NodeAsync(node);
        var listener = await NetworkNamespace.RunAsync(runtime.Pid, () =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Any, 0));
            socket.Listen();
            return socket;
        });
        return new NodeServer(listener, runtime.Address!, answer ?? EchoAsync);
    }

    /// <summary>A client's connection, from inside another node or (null) from the host.</summary>
    public async Task<Socket> ConnectAsync(SmallCluster small, string? from)
    {
        static Socket New() => new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        var client = from is null ? New() : await NetworkNamespace.RunAsync((await small.NodeAsync(from)).Pid, New);
        using var limit = new CancellationTokenSource(Wait.Limit);
        await client.ConnectAsync(new IPEndPoint(_address, Port), limit.Token);
        return client;
    }

    /// <summary>The answer to a byte: itself, another one, or null when the connection was reset or closed.</summary>
    public static async Task<int?> AskAsync(Socket client, byte question)
    {
        using var limit = new CancellationTokenSource(Wait.Limit);
        var answer = new byte[1];
        try
        {
            await client.SendAsync(new[] { question }, limit.Token);
            return await client.ReceiveAsync(answer, limit.Token) == 0 ? null : answer[0];
        }
        catch (SocketException)
        {
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var accepted = await _listener.AcceptAsync(_stop.Token);
                LastClient = (accepted.RemoteEndPoint as IPEndPoint)?.Address;
                _ = _answer(accepted, _stop.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private static async Task EchoAsync(Socket accepted, CancellationToken stop)
    {
        using var client = accepted;
        var buffer = new byte[4096];
        try
        {
            for (int count; (count = await client.ReceiveAsync(buffer, stop)) > 0;)
                await client.SendAsync(buffer.AsMemory(0, count), stop);
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            // The client went away, or the test is over.
        }
    }
}
