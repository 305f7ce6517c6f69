using System.Text;
using ChaosService.Proxies.Http.Serving;

namespace ChaosService.Tests.Proxies.Http;

public sealed class FirstBytesTests
{
    [Theory]
    [InlineData("GET / HTTP/1.1\r\n", nameof(Protocol.Http1))]
    [InlineData("P", nameof(Protocol.Undecided))]
    [InlineData("PRI", nameof(Protocol.Undecided))]
    [InlineData("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", nameof(Protocol.Http2))]
    [InlineData("PROPFIND /x HTTP/1.1\r\n", nameof(Protocol.Http1))]
    [InlineData("PUT", nameof(Protocol.Undecided))]
    [InlineData("\u0016\u0003\u0001", nameof(Protocol.Tls))]
    [InlineData("*1\r\n$4\r\nPING\r\n", nameof(Protocol.Other))]
    [InlineData(" GET / HTTP/1.1\r\n", nameof(Protocol.Other))]
    [InlineData("PING\r\n", nameof(Protocol.Other))]
    [InlineData("abcdefghijklmnopqrstuvwxyz", nameof(Protocol.Other))]
    public void Client_is_known_by_what_it_says_first(string said, string protocol) =>
        Assert.Equal(protocol, $"{FirstBytes.OfClient(Encoding.Latin1.GetBytes(said))}");

    [Fact]
    public void Settings_of_http2_are_a_greeting_and_a_banner_is_not()
    {
        Assert.True(FirstBytes.IsGreetingOfHttp2([0, 0, 6, 4, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 100]));
        Assert.False(FirstBytes.IsGreetingOfHttp2("220 ready, go on"u8));
        Assert.False(FirstBytes.IsGreetingOfHttp2([0, 0, 6, 4]));
    }
}
