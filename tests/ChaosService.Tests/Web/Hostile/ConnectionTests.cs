using System.Net.Sockets;
using System.Text;
using ChaosService.Engine.Running.Requests;
using ChaosService.Tests.Engine.Fakes;
using ChaosService.Tests.Host.Serving;

namespace ChaosService.Tests.Web.Hostile;

/// <summary>Callers that are wrong not in what they ask but in how they hold the line.</summary>
public sealed class ConnectionTests
{
    private const string Close = "Host: localhost\r\nConnection: close\r\n";

    [Fact]
    public async Task Pipelined_requests_are_answered_in_order()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        using var socket = await RawHttp.ConnectAsync(Port(service));
        var requests =
            $"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\nGET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\nGET /healthz "
                + $"HTTP/1.1\r\n{Close}\r\n";

        var answers = Encoding.UTF8.GetString(await RawHttp.ExchangeAsync(socket, Encoding.ASCII.GetBytes(requests)));

        Assert.Equal(["200", "404", "200"], answers.Split("HTTP/1.1 ").Skip(1).Select(a => a[..3]));
    }

    [Theory]
    [InlineData("GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n", 200)]
    [InlineData("GET /api/v1/runs HTTP/1.0\r\n\r\n", 421)]
    [InlineData("GET /api/v1/runs HTTP/1.1\r\n\r\n", 400)]
    [InlineData("GET /api/v1/runs\r\n\r\n", 400)]
    [InlineData("\u0016\u0003\u0001\u0002\u0000\u0001\r\n\r\n", 400)]
    [InlineData(
        "POST /api/v1/runs HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: "
            + "5000000\r\nExpect: 100-continue\r\n\r\n",
        413)]
    [InlineData(
        "POST /api/v1/runs HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: "
            + "2\r\nExpect: 100-continue\r\n\r\n{}",
        400)]
    public async Task Odd_request_gets_its_answer(string request, int status)
    {
        await using var service = await ServiceUnderTest.StartAsync();

        Assert.Equal(status, (await RawHttp.SendAsync(Port(service), Encoding.Latin1.GetBytes(request))).Status);
    }

    [Fact]
    public async Task Requests_that_are_never_finished_are_ended_and_hold_up_nobody()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        List<Socket> headers = [], bodies = [];
        for (var i = 0; i < 50; i++)
        {
            headers.Add(await HalfAsync(service, "POST /api/v1/runs HTTP/1.1\r\nHost: loc"));
            bodies.Add(await HalfAsync(
                service, $"POST /api/v1/runs HTTP/1.1\r\n{Close}Content-Type: application/json\r\nContent-Length: 500\r\n\r\n{{"));
        }

        Assert.Equal("alive\n", await service.TextAsync("/healthz"));
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2), TimeProvider.System);
        foreach (var socket in headers.Concat(bodies)) await RawHttp.ReadToEndAsync(socket, limit.Token);
        headers.Concat(bodies).ToList().ForEach(s => s.Dispose());
        await service.ApplyAsync();
    }

    [Fact]
    public async Task Watchers_that_never_read_are_disconnected()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        await service.ApplyAsync();
        var id = await service.RunAsync();
        await Wait.UntilAsync(() => service.Work.Listeners.ContainsKey(id));
        List<Socket> deaf = [];
        for (var i = 0; i
            < 20; i++) deaf.Add(await HalfAsync(service, $"GET /api/v1/runs/{id}/events HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        var progress = new RunProgress(TimeSpan.Zero, TimeSpan.Zero, 1, null, null, [new string('x', 4000)], 0);

        // More than the sockets' buffers on both ends hold; each watcher's place in it is a number, so nothing piles up for them.
        for (var i = 0; i < 4_000; i++) service.Work.Listeners[id].OnProgress(progress);

        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2), TimeProvider.System);
        foreach (var socket in deaf)
        {
            while (!IsReset(socket)) await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, limit.Token);
            socket.Dispose();
        }
        service.Work.Release();
        Assert.Equal("finished", (await service.GetAsync(id)).State);
    }

    /// <summary>Asks the system without reading, which would make room.</summary>
    private static bool IsReset(Socket socket) => (int)socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error)! != 0;

    private static async Task<Socket> HalfAsync(ServiceUnderTest service, string text)
    {
        var socket = await RawHttp.ConnectAsync(Port(service));
        socket.ReceiveBufferSize = 1024;
        await socket.SendAsync(Encoding.ASCII.GetBytes(text), TestContext.Current.CancellationToken);
        return socket;
    }

    private static int Port(ServiceUnderTest service) => service.Http.BaseAddress!.Port;
}
