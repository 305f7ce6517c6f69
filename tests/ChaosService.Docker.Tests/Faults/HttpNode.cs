using System.Net.Sockets;
using ChaosService.Faults.Proxy.Calls;
using ChaosService.Proxies.Choosing;
using ChaosService.Proxies.Http;
using ChaosService.Proxies.Http.Answers;
using ChaosService.Proxies.Http.Calls;
using ChaosService.Tests.Engine.Fakes;

namespace ChaosService.Docker.Tests.Faults;

/// <summary>A server in a node's network that answers requests and calls of gRPC with what it was asked, and a client that asks.</summary>
internal sealed class HttpNode : IAsyncDisposable
{
    private readonly SmallCluster _small;
    private readonly HttpProxy _echo;
    private readonly NodeServer _server;
    private readonly CancellationTokenSource _stop = new();
    private Task _asking = Task.CompletedTask;

    private HttpNode(SmallCluster small, HttpProxy echo, NodeServer server) => (_small, _echo, _server) = (small, echo, server);

    public int Port => _server.Port;

    public static async Task<HttpNode> StartAsync(SmallCluster small, string node)
    {
        // A proxy with no server behind it and nothing to do to what is said.
        var nothing = new HttpFault(null, null, null, null, null, false, null, TimeSpan.Zero, Stage.Request);
        var echo = new HttpProxy(nothing, new Tally(new(), seed: 0), TimeProvider.System);
        return new(small, echo, await NodeServer.StartAsync(small, node, (client, stop) => echo.ServeAsync(client, onward: null, stop)));
    }

    /// <summary>On a connection of its own, from inside another node or (null) from the host.</summary>
    public async Task<CallAnswer> AskAsync(Func<HttpRequestMessage> question, string? from = null)
    {
        using var client = await _server.ConnectAsync(_small, from);
        using var request = question();
        return await CallQuestion.AskAsync(client, request, Wait.Limit, TimeProvider.System, _stop.Token);
    }

    /// <summary>Until it is disposed, or asked again.</summary>
    public void KeepAsking(Func<HttpRequestMessage> question) => _asking = KeepAskingAsync(question);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _asking;
        await _server.DisposeAsync();
        await _echo.DisposeAsync();
        _stop.Dispose();
    }

    private async Task KeepAskingAsync(Func<HttpRequestMessage> question)
    {
        try
        {
            for (; ; await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, _stop.Token)) await TryAsync(question);
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task TryAsync(Func<HttpRequestMessage> question)
    {
        try
        {
            await AskAsync(question);
        }
        catch (SocketException)
        {
            // Reset before it could ask, as a client may be while faults come and go.
        }
    }
}
