using System.Net;
using System.Net.Sockets;
using ChaosService.Faults.Network.Namespaces;
using ChaosService.Tests.Engine.Fakes;

namespace ChaosService.Docker.Tests.Faults;

/// <summary>A connection from one node of a <see cref="SmallCluster"/> to another that stays, with both ends in this process.</summary>
internal sealed class LongConnection : IAsyncDisposable
{
    private readonly SmallCluster _small;
    private readonly string _from, _to;
    private readonly Socket _listener, _client, _accepted;

    private LongConnection(SmallCluster small, string from, string to, Socket listener, Socket client, Socket accepted)
    {
        (_small, _from, _to) = (small, from, to);
        (_listener, _client, _accepted) = (listener, client, accepted);
    }

    public static Task<LongConnection> OpenAsync(SmallCluster small, string from, string to) => OpenAsync(small, from, to, 0, 0);

    /// <summary>From and to the same ports.</summary>
    public Task<LongConnection> OpenAgainAsync()
    {
        var (local, remote) = ((IPEndPoint)_client.LocalEndPoint!, (IPEndPoint)_listener.LocalEndPoint!);
        _client.Dispose();
        _accepted.Dispose();
        _listener.Dispose();
        return OpenAsync(_small, _from, _to, local.Port, remote.Port);
    }

    /// <summary>Each end, when it is read, says that the other one reset it or that it was ended.</summary>
    public async Task<bool> IsResetAtBothEndsAsync(CancellationToken stop) =>
        await IsResetAsync(_client, stop) && await IsResetAsync(_accepted, stop);

    public async Task<bool> WorksAsync(CancellationToken stop)
    {
        await _client.SendAsync(new byte[] { 7 }, stop);
        var answer = new byte[1];
        return await _accepted.ReceiveAsync(answer, stop) == 1 && answer[0] == 7;
    }

    public ValueTask DisposeAsync()
    {
        // At once, so that the ports are free again.
        foreach (var end in (Socket[])[_client, _accepted]) end.Close(timeout: 0);
        _listener.Dispose();
        return ValueTask.CompletedTask;
    }

    private static async Task<LongConnection> OpenAsync(SmallCluster small, string from, string to, int localPort, int port)
    {
        var target = await small.NodeAsync(to);
        var listener = await NetworkNamespace.RunAsync(target.Pid, () => New(port));
        listener.Listen();
        var client = await NetworkNamespace.RunAsync((await small.NodeAsync(from)).Pid, () => New(localPort));
        using var limit = new CancellationTokenSource(Wait.Limit);
        var accepting = listener.AcceptAsync(limit.Token);
        await client.ConnectAsync(target.Address!, ((IPEndPoint)listener.LocalEndPoint!).Port, limit.Token);
        return new LongConnection(small, from, to, listener, client, await accepting);
    }

    private static Socket New(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        socket.Bind(new IPEndPoint(IPAddress.Any, port));
        return socket;
    }

    private static async Task<bool> IsResetAsync(Socket end, CancellationToken stop)
    {
        try
        {
            await end.ReceiveAsync(new byte[1], stop);
            return false;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode is SocketError.ConnectionReset or SocketError.ConnectionAborted;
        }
    }
}
