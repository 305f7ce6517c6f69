using ChaosService.Faults.Proxy.Calls;
using ChaosService.Proxies.Choosing;
using ChaosService.Proxies.Http.Calls;
using ChaosService.Proxies.Http.Grpc;
using ChaosService.Tests.Engine.Fakes;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace ChaosService.Tests.Proxies.Http;

public sealed class GrpcFaultTests
{
    private static readonly GrpcFault Nothing = new("none", null, "INTERNAL", "", null, null, null, TimeSpan.Zero, Stage.Request);

    private static readonly Method<byte[], byte[]> Echo = new(
        MethodType.DuplexStreaming, "chaosservice.Probe", "Echo", Marshallers.Create(b => b, b => b), Marshallers.Create(b => b, b => b));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Messages_status_and_trailers_of_others_survive()
    {
        await using var server = await StartAsync(Nothing, status: 9, text: "not now");
        var (numbers, status) = await StreamAsync(server, 3);
        Assert.Equal([1, 2, 3], numbers);
        Assert.Equal((StatusCode.FailedPrecondition, "not now"), (status.StatusCode, status.Detail));
        Assert.Equal(0, server.Tally.Matching);
    }

    [Fact]
    public async Task Answer_that_is_a_status_alone_survives()
    {
        await using var server = await ProxiedServer.StartAsync(Nothing, HttpProtocols.Http2, context =>
        {
            context.Response.ContentType = GrpcFault.ContentType;
            context.Response.Headers["grpc-status"] = "5";
            return Task.CompletedTask;
        });
        Assert.Equal(StatusCode.NotFound, (await StreamAsync(server, 1)).Status.StatusCode);
    }

    [Fact]
    public async Task Status_ends_the_call_and_the_client_is_told_why()
    {
        await using var server = await StartAsync(Nothing with { Service = null, Status = "UNAVAILABLE", Message = "gone: 100% é" });
        var (numbers, status) = await StreamAsync(server, 2);
        Assert.Empty(numbers);
        Assert.Equal((StatusCode.Unavailable, "gone: 100% é"), (status.StatusCode, status.Detail));
        Assert.Equal(1, server.Tally.Met);
    }

    /// <summary>A server may answer before it has heard everything, and the call may end then.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData(1L)]
    public async Task Call_whose_question_goes_on_ends_and_leaves_the_connection_alone(long? endAfter)
    {
        await using var server = await StartAsync(
            Nothing with { Service = null, Status = "ABORTED", EndAfter = endAfter, Stage = Stage.Response });
        using var channel = GrpcChannel.ForAddress($"http://{server.Address}");
        for (var i = 0; i < 3; i++)
        {
            using var call = channel.CreateCallInvoker().AsyncDuplexStreamingCall(Echo, null, new CallOptions(cancellationToken: Stop));
            await call.RequestStream.WriteAsync([0, 0, 0, 1], Stop);
            if (endAfter is not null) Assert.True(await call.ResponseStream.MoveNext(Stop).WaitAsync(Wait.Limit, Stop));
            var failed = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(Stop).WaitAsync(Wait.Limit, Stop));
            Assert.Equal(StatusCode.Aborted, failed.StatusCode);
        }
        Assert.Equal((3, 1), (server.Tally.Met, server.Accepted));
    }

    [Fact]
    public async Task Stream_ends_after_so_many_messages()
    {
        await using var server = await StartAsync(Nothing with { Service = null, Status = "ABORTED", EndAfter = 2, Message = "enough" });
        var (numbers, status) = await StreamAsync(server, 5);
        Assert.Equal([1, 2], numbers);
        Assert.Equal((StatusCode.Aborted, "enough"), (status.StatusCode, status.Detail));
    }

    [Fact]
    public async Task Message_is_lost_or_comes_twice()
    {
        await using var losing = await StartAsync(Nothing with { Service = null, Status = null, Drop = 2 });
        var (lost, _) = await StreamAsync(losing, 4);
        Assert.Equal([1, 3, 4], lost);
        await using var repeating = await StartAsync(Nothing with { Service = null, Status = null, Repeat = 2 });
        var (twice, _) = await StreamAsync(repeating, 4);
        Assert.Equal([1, 2, 2, 3, 4], twice);
        var (once, _) = await StreamAsync(repeating, 1);
        Assert.Equal([1], once);
        Assert.Equal((2, 1), (repeating.Tally.Matching, repeating.Tally.Met));
    }

    [Fact]
    public async Task Each_second_of_the_first_four_calls()
    {
        await using var server = await StartAsync(
            Nothing with { Service = "chaosservice.*", Method = "Echo" }, which: new Choice(First: 4, Nth: 2));
        var codes = new List<StatusCode>();
        for (var i = 0; i < 6; i++) codes.Add((await StreamAsync(server, 1)).Status.StatusCode);
        var (good, bad) = (StatusCode.OK, StatusCode.Internal);
        Assert.Equal([good, bad, good, bad, good, good], codes);
        Assert.Equal((6, 2), (server.Tally.Matching, server.Tally.Met));
    }

    [Fact]
    public async Task Messages_arrive_while_the_stream_goes_on()
    {
        await using var server = await StartAsync(Nothing);
        using var channel = GrpcChannel.ForAddress($"http://{server.Address}");
        using var call = channel.CreateCallInvoker().AsyncDuplexStreamingCall(Echo, null, new CallOptions());
        for (byte i = 1; i <= 3; i++)
        {
            await call.RequestStream.WriteAsync([0, 0, 0, i], Stop);
            Assert.True(await call.ResponseStream.MoveNext(Stop));
            Assert.Equal([0, 0, 0, i], call.ResponseStream.Current);
        }
        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext(Stop));
    }

    [Fact]
    public async Task What_is_no_call_passes()
    {
        await using var server = await StartAsync(Nothing with { Service = null });
        var answer = await server.AskAsync(new(HttpMethod.Post, "http://server/chaosservice.Probe/Echo")
        {
            Version = System.Net.HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new StringContent("{}"),
        });
        Assert.Equal(((int?)200, AnswerEnd.Whole, 0L), (answer.Status, answer.End, server.Tally.Matching));
    }

    [Theory]
    [InlineData(new byte[] { 0, 0, 0, 0, 9, 1 })]
    [InlineData(new byte[] { 0, 0, 0 })]
    public async Task Answer_that_ends_within_a_message_is_no_whole_one(byte[] broken)
    {
        var fault = Nothing with { Service = null, Status = null, Drop = 2 };
        var messages = new MessageStream(new MemoryStream(broken), fault, () => { });
        await Assert.ThrowsAsync<EndOfStreamException>(() => messages.CopyToAsync(Stream.Null, Stop));
    }

    /// <summary>Answers with what it was asked, as it comes.</summary>
    private static Task<ProxiedServer> StartAsync(GrpcFault fault, int status = 0, string text = "", Choice? which = null) =>
        ProxiedServer.StartAsync(
            fault, HttpProtocols.Http2, async context =>
            {
                context.Response.ContentType = context.Request.ContentType;
                var buffer = new byte[4096];
                for (int count; (count = await context.Request.Body.ReadAsync(buffer, context.RequestAborted)) > 0;)
                {
                    await context.Response.Body.WriteAsync(buffer.AsMemory(0, count));
                    await context.Response.Body.FlushAsync();
                }
                context.Response.AppendTrailer("grpc-status", $"{status}");
                context.Response.AppendTrailer("grpc-message", text);
            }, which);

    /// <summary>What a client of gRPC's own makes of it.</summary>
    private static async Task<(int[] Numbers, Status Status)> StreamAsync(ProxiedServer server, int messages)
    {
        using var channel = GrpcChannel.ForAddress($"http://{server.Address}");
        using var call = channel.CreateCallInvoker().AsyncDuplexStreamingCall(Echo, null, new CallOptions());
        var numbers = new List<int>();
        try
        {
            for (var i = 1; i <= messages; i++) await call.RequestStream.WriteAsync([0, 0, 0, (byte)i]);
            await call.RequestStream.CompleteAsync();
        }
        catch (Exception e) when (e is RpcException or InvalidOperationException)
        {
            // The call ended before everything was said.
        }
        try
        {
            await foreach (var message in call.ResponseStream.ReadAllAsync()) numbers.Add(message[3]);
        }
        catch (RpcException)
        {
            // Its status is asked for below.
        }
        return ([.. numbers], call.GetStatus());
    }
}
