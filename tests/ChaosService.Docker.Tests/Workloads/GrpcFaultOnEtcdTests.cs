using System.Net;
using System.Text;
using ChaosService.Docker.Engine;
using ChaosService.Faults;
using ChaosService.Faults.Network;
using ChaosService.Faults.Proxy.Grpc;
using ChaosService.Model.Clusters;
using ChaosService.Model.Faults;
using ChaosService.Proxies.Choosing;
using ChaosService.Proxies.Http.Calls;
using ChaosService.Proxies.Http.Grpc;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChaosService.Docker.Tests.Workloads;

/// <summary>A server of another make, written in Go, behind the proxy and a client of gRPC's own before it.</summary>
[Trait("needs", "docker")]
public sealed class GrpcFaultOnEtcdTests(EtcdTarget etcd, ITestOutputHelper output) : IClassFixture<EtcdTarget>
{
    private const int Port = 2379;

    private static readonly GrpcFault Gone = new(
        "etcdserverpb.KV", "Put", "UNAVAILABLE", "gone", null, null, null, TimeSpan.Zero, Stage.Response);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Put_that_fails_on_its_way_back_was_done()
    {
        using var channel = await ChannelAsync();
        await using var fault = await InForceAsync(Gone, new Choice(Nth: 2));
        await PutAsync(channel, "a", "first");
        var failed = await Assert.ThrowsAsync<RpcException>(() => PutAsync(channel, "a", "second"));
        Assert.Equal((StatusCode.Unavailable, "gone"), (failed.StatusCode, failed.Status.Detail));
        Assert.Contains("second", await RangeAsync(channel, "a"));
        await EndAsync(fault);
        await PutAsync(channel, "a", "third");
        Assert.Contains("third", await RangeAsync(channel, "a"));
    }

    [Fact]
    public async Task Watch_loses_the_message_that_is_dropped_and_goes_on()
    {
        using var channel = await ChannelAsync();
        // The first message says that the watch is there, the second is the first event.
        var lossy = Gone with { Service = "etcdserverpb.Watch", Method = "*", Status = null, Message = "", Drop = 2 };
        await using var fault = await InForceAsync(lossy, new Choice());
        using var watch = channel.CreateCallInvoker().AsyncDuplexStreamingCall(
            Of(MethodType.DuplexStreaming, "etcdserverpb.Watch", "Watch"), null, new CallOptions(cancellationToken: Stop));
        await watch.RequestStream.WriteAsync(Field(1, Field(1, "w"u8.ToArray())), Stop);
        Assert.True(await watch.ResponseStream.MoveNext(Stop));
        await PutAsync(channel, "w", "lost");
        await PutAsync(channel, "w", "seen");
        Assert.True(await watch.ResponseStream.MoveNext(Stop));
        var text = Encoding.Latin1.GetString(watch.ResponseStream.Current);
        Assert.Contains("seen", text);
        Assert.DoesNotContain("lost", text);
        await EndAsync(fault);
    }

    private async Task<IFault> InForceAsync(GrpcFault asked, Choice which)
    {
        var kind = FaultKinds.All(EngineEndpoint.FromEnvironment().CreateClient(), TimeProvider.System, NullLoggerFactory.Instance)
            .Single(k => k.Name == "grpc-fault");
        var fault = kind.Create(new FaultRequest(
            "test", new("f1"), new GrpcFaultParameters(Port, asked, which, PeerChoice.Everyone, true), [new ClusterNode("etcd1", "etcd")],
            etcd.Members, Seed: 1));
        await fault.PrepareAsync(Stop);
        await fault.InjectAsync(Stop);
        return fault;
    }

    /// <summary>Its proof comes with the calls that were made meanwhile.</summary>
    private async Task EndAsync(IFault fault)
    {
        var effect = await fault.ObserveEffectAsync(Stop);
        output.WriteLine(effect.Evidence);
        Assert.True(effect.Seen, effect.Evidence);
        await fault.RevertAsync(Stop);
        var recovery = await fault.ObserveRecoveryAsync(Stop);
        output.WriteLine(recovery.Evidence);
        Assert.True(recovery.Seen, recovery.Evidence);
    }

    private async Task<GrpcChannel> ChannelAsync() =>
        GrpcChannel.ForAddress($"http://{new IPEndPoint((await etcd.Members.InspectAsync("etcd1", Stop)).Address!, Port)}");

    private static Task PutAsync(GrpcChannel channel, string key, string value) =>
        AskAsync(channel, "Put", [.. Field(1, Encoding.UTF8.GetBytes(key)), .. Field(2, Encoding.UTF8.GetBytes(value))]);

    private static async Task<string> RangeAsync(GrpcChannel channel, string key) =>
        Encoding.Latin1.GetString(await AskAsync(channel, "Range", Field(1, Encoding.UTF8.GetBytes(key))));

    private static async Task<byte[]> AskAsync(GrpcChannel channel, string method, byte[] question) =>
        await channel.CreateCallInvoker().AsyncUnaryCall(
            Of(MethodType.Unary, "etcdserverpb.KV", method), null, new CallOptions(cancellationToken: Stop), question);

    private static Method<byte[], byte[]> Of(MethodType type, string service, string name) =>
        new(type, service, name, Marshallers.Create(b => b, b => b), Marshallers.Create(b => b, b => b));

    /// <summary>A field of protobuf with a length, which is short here.</summary>
    private static byte[] Field(int number, byte[] value) => [(byte)((number << 3) | 2), (byte)value.Length, .. value];
}
