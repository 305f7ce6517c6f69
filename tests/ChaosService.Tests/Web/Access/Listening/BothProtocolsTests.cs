using System.Buffers;
using System.Net;
using System.Text;
using ChaosService.Tests.Host.Serving;
using ChaosService.Tests.Web.Hostile;
using ChaosService.Web.Access.Listening.Http2;

namespace ChaosService.Tests.Web.Access.Listening;

public sealed class BothProtocolsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("", Protocol.Undecided)]
    [InlineData("P", Protocol.Undecided)]
    [InlineData("PRI", Protocol.Undecided)]
    [InlineData("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", Protocol.Http2)]
    [InlineData("G", Protocol.Http1)]
    [InlineData("PRINT / HTTP/1.1", Protocol.Http1)]
    [InlineData("POST / HTTP/1.1", Protocol.Http1)]
    [InlineData("\u0016\u0003\u0001", Protocol.Http1)]
    internal void First_bytes_tell_the_protocol(string first, Protocol protocol) =>
        Assert.Equal(protocol, FirstBytes.Tell(new ReadOnlySequence<byte>(Encoding.Latin1.GetBytes(first))));

    [Fact]
    public async Task One_port_speaks_both()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        using var http2 = Http2(service.Address);

        using var first = await service.Http.GetAsync("/healthz", Cancellation);
        using var second = await http2.GetAsync("/healthz", Cancellation);

        Assert.Equal((HttpVersion.Version11, HttpVersion.Version20), (first.Version, second.Version));
        Assert.Equal("alive\n", await second.Content.ReadAsStringAsync(Cancellation));
    }

    [Fact]
    public async Task Preface_that_comes_byte_by_byte_is_known()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        using var socket = await RawHttp.ConnectAsync(service.Address.Port);
        var answer = new byte[9];

        // The preface, and a frame of settings without any.
        foreach (var b in "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\u0004\0\0\0\0\0"u8.ToArray())
            await socket.SendAsync(new[] { b }, Cancellation);
        for (var read = 0; read < answer.Length;) read += await socket.ReceiveAsync(answer.AsMemory(read), Cancellation);

        // The server's settings.
        Assert.Equal(4, answer[3]);
    }

    [Fact]
    public async Task Address_of_a_caller_is_known_over_HTTP_2_as_well()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        using var http2 = Http2(service.Address);

        using var answer = await http2.PostAsync("/api/v1/resume", null, Cancellation);

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal("127.0.0.1", service.Part<ChaosService.Service.Audit.AuditLog>().Entries().Single().From);
    }

    [Fact]
    public async Task Open_connections_of_both_kinds_do_not_hold_up_a_stop()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        using var silent = await RawHttp.ConnectAsync(service.Address.Port);
        using var http2 = Http2(service.Address);
        await http2.GetStringAsync("/healthz", Cancellation);
        await service.TextAsync("/healthz");
        var started = TimeProvider.System.GetTimestamp();

        await service.StopAsync();

        // Whatever holds it up does so for the 30 s that a host waits.
        Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(25));
        Assert.Empty(await RawHttp.ReadToEndAsync(silent, Cancellation));
    }

    private static HttpClient Http2(Uri address) =>
        new()
        {
            BaseAddress = address, DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
}
