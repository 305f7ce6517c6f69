using System.Net;
using System.Net.Sockets;
using System.Text;
using ChaosService.Faults.Proxy.Calls;
using ChaosService.Proxies.Http.Answers;
using ChaosService.Proxies.Http.Calls;
using ChaosService.Proxies.Tcp.Lanes;
using ChaosService.Tests.Engine.Fakes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace ChaosService.Tests.Proxies.Http;

public sealed class HttpFaultTests
{
    private static readonly HttpFault Nothing = new(null, null, "/nowhere", 500, null, false, null, TimeSpan.Zero, Stage.Request);

    public static TheoryData<HttpProtocols> Versions => [HttpProtocols.Http1, HttpProtocols.Http2];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Request_that_is_not_meant_passes_to_the_letter(HttpProtocols version)
    {
        string? target = null, host = null, header = null;
        await using var server = await ProxiedServer.StartAsync(Nothing, version, async context =>
        {
            target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
            (host, header) = (context.Request.Host.Value, context.Request.Headers["x-odd"]);
            context.Response.StatusCode = 207;
            context.Response.Headers["x-answer"] = "a, b";
            await context.Request.Body.CopyToAsync(context.Response.Body);
        });
        var request = Request(version, "POST", "/a%2Fb//c/../d?x=%20y&&", new byte[300_000]);
        request.Headers.Host = "somewhere.else:99";
        request.Headers.Add("x-odd", "1;2");
        var answer = await server.AskAsync(request);
        Assert.Equal((207, AnswerEnd.Whole, 300_000), (answer.Status, answer.End, answer.Body.Length));
        Assert.Equal(("/a%2Fb//c/../d?x=%20y&&", "somewhere.else:99", "1;2"), (target, host, header));
        Assert.Equal((0, 0, 1), (server.Tally.Matching, server.Tally.Met, server.Dialled));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Status_is_answered_in_the_servers_place_or_after_it_did_its_work(HttpProtocols version)
    {
        foreach (var stage in (Stage[])[Stage.Request, Stage.Response])
        {
            var asked = 0;
            var fault = Nothing with { Path = "/v3/*", Status = 503, Body = "sorry", Stage = stage };
            await using var server = await ProxiedServer.StartAsync(fault, version, context =>
            {
                asked++;
                return context.Response.WriteAsync("ok");
            });
            var answer = await server.AskAsync(Request(version, "POST", "/v3/kv/put", [1]));
            Assert.Equal((503, "sorry"), (answer.Status, Text(answer)));
            Assert.Equal("ok", Text(await server.AskAsync(Request(version, "POST", "/v2/kv/put", [1]))));
            Assert.Equal(stage == Stage.Request ? 1 : 2, asked);
            Assert.Equal((1, 1), (server.Tally.Matching, server.Tally.Met));
        }
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Body_is_replaced_and_the_rest_of_the_answer_stays(HttpProtocols version)
    {
        var fault = Nothing with { Path = null, Status = null, Body = "other" };
        await using var server = await ProxiedServer.StartAsync(fault, version, context =>
        {
            context.Response.StatusCode = 201;
            context.Response.ContentLength = 11;
            return context.Response.WriteAsync("the answer!");
        });
        var answer = await server.AskAsync(Request(version, "GET", "/"));
        Assert.Equal((201, "other", AnswerEnd.Whole), (answer.Status, Text(answer), answer.End));
    }

    [Theory]
    [InlineData(HttpProtocols.Http1, true)]
    [InlineData(HttpProtocols.Http1, false)]
    [InlineData(HttpProtocols.Http2, true)]
    [InlineData(HttpProtocols.Http2, false)]
    public async Task Body_is_cut_and_the_client_can_see_it(HttpProtocols version, bool hasLength)
    {
        var fault = Nothing with { Path = null, Status = null, Truncate = 5 };
        await using var server = await ProxiedServer.StartAsync(fault, version, context =>
        {
            if (hasLength) context.Response.ContentLength = 10;
            return context.Response.WriteAsync("1234567890");
        });
        var answer = await server.AskAsync(Request(version, "GET", "/"));
        Assert.Equal((200, AnswerEnd.Cut), (answer.Status, answer.End));
        // Who is told by HTTP/2 that a stream is reset may forget what came before.
        if (version == HttpProtocols.Http1) Assert.Equal("12345", Text(answer));
        else Assert.StartsWith(Text(answer), "12345");
        Assert.Equal(1, server.Tally.Met);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Body_that_is_short_enough_is_not_cut(HttpProtocols version)
    {
        await using var server = await ProxiedServer.StartAsync(
            Nothing with { Path = null, Status = null, Truncate = 5 }, version, context => context.Response.WriteAsync("12345"));
        var answer = await server.AskAsync(Request(version, "GET", "/"));
        Assert.Equal(("12345", AnswerEnd.Whole, 0), (Text(answer), answer.End, server.Tally.Met));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Abort_resets_the_connection(HttpProtocols version)
    {
        await using var server = await ProxiedServer.StartAsync(
            Nothing with { Path = null, Status = null, Abort = true }, version, context => context.Response.WriteAsync("ok"));
        Assert.Equal(AnswerEnd.Reset, (await server.AskAsync(Request(version, "GET", "/"))).End);
    }

    [Fact]
    public async Task Delay_is_waited_for_on_the_clock()
    {
        await using var server = await ProxiedServer.StartAsync(
            Nothing with { Path = null, Status = null, Delay = TimeSpan.FromMilliseconds(60) }, HttpProtocols.Http1,
            context => context.Response.WriteAsync("ok"));
        var answer = await server.AskAsync(Request(HttpProtocols.Http1, "GET", "/"));
        Assert.Equal("ok", Text(answer));
        Assert.True(answer.Took >= TimeSpan.FromMilliseconds(59), $"{answer.Took}");
    }

    [Theory]
    [InlineData("POST", null, null, true)]
    [InlineData("P*", "db.*", "/v3/*", true)]
    [InlineData("GET", null, null, false)]
    [InlineData(null, "other", null, false)]
    [InlineData(null, null, "/v3", false)]
    public void Method_host_and_path_are_patterns(string? method, string? host, string? path, bool matches)
    {
        var request = Request(HttpProtocols.Http1, "POST", "/v3/kv/put?x=1");
        request.Headers.Host = "db.local:2379";
        Assert.Equal(matches, (Nothing with { Method = method, Host = host, Path = path }).Matches(request));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Server_that_gives_up_looks_like_one(HttpProtocols version)
    {
        await using var server = await ProxiedServer.StartAsync(Nothing, version, context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        var answer = await server.AskAsync(Request(version, "GET", "/"));
        Assert.Null(answer.Status);
        Assert.Contains(answer.End, (AnswerEnd[])[AnswerEnd.Reset, AnswerEnd.Closed]);
    }

    [Fact]
    public async Task Requests_of_a_client_share_its_connection()
    {
        await using var server = await ProxiedServer.StartAsync(Nothing, HttpProtocols.Http1, context => context.Response.WriteAsync("ok"));
        using var client = new HttpClient { BaseAddress = new Uri($"http://{server.Address}") };
        for (var i = 0; i < 5; i++) Assert.Equal("ok", await client.GetStringAsync("/", Stop));
        Assert.Equal(1, server.Dialled);
    }

    [Fact]
    public async Task Bytes_of_headers_stay_what_they_are()
    {
        await using var server = await ProxiedServer.StartAsync(Nothing, HttpProtocols.Http1, context =>
        {
            context.Response.Headers["x-answer"] = context.Request.Headers["x-odd"];
            return Task.CompletedTask;
        });
        using var client = await server.ConnectAsync();
        await client.SendAllAsync(Encoding.UTF8.GetBytes("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nX-Odd: é→\r\n\r\n"), Stop);
        using var answer = new MemoryStream();
        await new NetworkStream(client).CopyToAsync(answer, Stop);
        Assert.Contains("x-answer: é→\r\n", Encoding.UTF8.GetString(answer.ToArray()));
    }

    [Theory]
    [InlineData("\u0016\u0003\u0001 hello\r\n", 1, 0)]
    [InlineData("*1\r\n$4\r\nPING\r\n", 0, 1)]
    public async Task What_cannot_be_read_passes_and_is_counted(string said, long tls, long others)
    {
        await using var server = await ProxiedServer.StartAsync(Nothing, HttpProtocols.Http1, _ => Task.CompletedTask);
        using var client = await server.ConnectAsync();
        await client.SendAllAsync(Encoding.Latin1.GetBytes(said), Stop);
        var answer = new byte[12];
        // The server's own words about what it got.
        await client.ReceiveAsync(answer, SocketFlags.None, Stop);
        Assert.Equal("HTTP/1.1 400", Encoding.Latin1.GetString(answer));
        Assert.Equal((tls, others), (server.Tally.Tls, server.Tally.Others));
    }

    [Fact]
    public async Task Stop_resets_clients_that_wait_and_those_that_say_nothing()
    {
        var asked = new TaskCompletionSource();
        await using var server = await ProxiedServer.StartAsync(Nothing, HttpProtocols.Http1, async context =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        });
        using var silent = await server.ConnectAsync();
        var waiting = server.AskAsync(Request(HttpProtocols.Http1, "GET", "/"));
        await asked.Task.WaitAsync(Wait.Limit, Stop);
        await server.StopAsync();
        Assert.Equal(AnswerEnd.Reset, (await waiting).End);
        await Assert.ThrowsAsync<SocketException>(async () => await silent.ReceiveAsync(new byte[1], Stop));
    }

    private static HttpRequestMessage Request(HttpProtocols version, string method, string target, byte[]? body = null) => new(
        new HttpMethod(method),
        new Uri($"http://server{target}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }))
    {
        Version = version == HttpProtocols.Http2 ? HttpVersion.Version20 : HttpVersion.Version11,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        Content = body is null ? null : new ByteArrayContent(body),
    };

    private static string Text(CallAnswer answer) => Encoding.UTF8.GetString(answer.Body);
}
