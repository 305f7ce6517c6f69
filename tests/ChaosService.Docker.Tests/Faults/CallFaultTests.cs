using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ChaosService.Faults.Network;
using ChaosService.Faults.Network.State;
using ChaosService.Faults.Proxy.Calls;
using ChaosService.Faults.Proxy.Grpc;
using ChaosService.Faults.Proxy.Http;
using ChaosService.Faults.Proxy.Tcp;
using ChaosService.Model.Faults;
using ChaosService.Proxies.Choosing;
using ChaosService.Proxies.Http.Answers;
using ChaosService.Proxies.Http.Calls;
using ChaosService.Proxies.Http.Grpc;
using ChaosService.Proxies.Tcp.Toxics;

namespace ChaosService.Docker.Tests.Faults;

[Trait("needs", "docker")]
public sealed class CallFaultTests(SmallCluster small, ITestOutputHelper output) : IClassFixture<SmallCluster>
{
    private static readonly TimeSpan Late = TimeSpan.FromMilliseconds(50);
    private static readonly HttpFault Http = new(null, null, null, null, null, false, null, TimeSpan.Zero, Stage.Request);
    private static readonly GrpcFault Grpc = new(null, null, null, "", null, null, null, TimeSpan.Zero, Stage.Request);

    private static readonly Dictionary<string, CallFault> Faults = new()
    {
        ["status"] = Http with { Status = 503, Body = "sorry" },
        ["delay"] = Http with { Delay = Late },
        ["abort"] = Http with { Abort = true },
        ["truncate"] = Http with { Truncate = 3 },
        ["body"] = Http with { Body = "other", Stage = Stage.Response },
        ["grpc status"] = Grpc with { Status = "UNAVAILABLE", Message = "gone" },
        ["grpc delay"] = Grpc with { Delay = Late, Stage = Stage.Response },
        ["grpc end"] = Grpc with { Status = "ABORTED", EndAfter = 2 },
        ["grpc drop"] = Grpc with { Drop = 2 },
        ["grpc repeat"] = Grpc with { Repeat = 2 },
    };

    public static TheoryData<string> Names => [.. Faults.Keys];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Fault_is_measured_while_it_is_in_force_and_not_before(string name)
    {
        await using var server = await HttpNode.StartAsync(small, "n1");
        await using var fault = Fault("f1", Faults[name], server.Port);
        await fault.PrepareAsync(Stop);
        Assert.False((await SayAsync(fault.ObserveEffectAsync)).Seen);
        await fault.InjectAsync(Stop);
        server.KeepAsking(Faults[name] is GrpcFault ? Call : Request);
        Assert.True((await SayAsync(fault.ObserveEffectAsync)).Seen);
        await fault.RevertAsync(Stop);
        await fault.RevertAsync(Stop);
        Assert.True((await SayAsync(fault.ObserveRecoveryAsync)).Seen);
    }

    [Fact]
    public async Task Calls_that_match_get_it_and_others_do_not()
    {
        await using var server = await HttpNode.StartAsync(small, "n1");
        await using var fault = Fault(
            "f1", Http with { Method = "POST", Status = 503 }, server.Port, new Choice(First: 1), new(PeerScope.Names, ["n3"]));
        await InjectAsync(fault);
        var statuses = await StatusesAsync(server, ("GET", "n3"), ("POST", "n2"), ("POST", "n3"), ("POST", "n3"));
        Assert.Equal([200, 200, 503, 200], statuses);
        Assert.Equal("0", (await server.AskAsync(Call, "n3")).Grpc);
        var effect = await SayAsync(fault.ObserveEffectAsync);
        Assert.StartsWith($"n3 → n1:{server.Port} asked 503, measured 503 with 0 bytes", effect.Evidence);
        Assert.EndsWith("; 1 of 3 matching calls got it", effect.Evidence);
        await fault.RevertAsync(Stop);
        Assert.Equal(200, (await server.AskAsync(Request, "n3")).Status);
    }

    /// <summary>Five seconds: what a client has time for.</summary>
    [Fact]
    public async Task Effect_that_no_call_met_is_not_proven()
    {
        await using var server = await HttpNode.StartAsync(small, "n1");
        await using var fault = Fault("f1", Http with { Path = "/elsewhere", Status = 503 }, server.Port);
        await InjectAsync(fault);
        Assert.Equal(200, (await server.AskAsync(Request)).Status);
        var effect = await SayAsync(fault.ObserveEffectAsync);
        Assert.False(effect.Seen);
        Assert.EndsWith("; 0 of 0 matching calls got it", effect.Evidence);
        await fault.RevertAsync(Stop);
    }

    [Fact]
    public async Task Call_meets_a_fault_of_connections_too()
    {
        await using var server = await HttpNode.StartAsync(small, "n1");
        await using var late = small.Fault(
            "f1", "tcp-fault",
            new TcpFaultParameters(server.Port, new LatencyToxic(Late, TimeSpan.Zero), Direction.Outbound, PeerChoice.Everyone, true),
            "n1");
        await using var fault = Fault("f2", Http with { Status = 503 }, server.Port);
        await InjectAsync(late);
        await InjectAsync(fault);
        var answer = await server.AskAsync(Request);
        Assert.Equal(503, answer.Status);
        Assert.True(answer.Took >= 0.95 * Late, $"{answer}");
        Assert.True((await SayAsync(fault.ObserveEffectAsync)).Seen);
        await late.RevertAsync(Stop);
        Assert.True((await SayAsync(fault.ObserveEffectAsync)).Seen);
        await fault.RevertAsync(Stop);
        Assert.True((await SayAsync(fault.ObserveRecoveryAsync)).Seen);
    }

    [Fact]
    public async Task Port_that_speaks_something_else_is_refused()
    {
        await using var http = Fault("f1", Http with { Status = 503 }, 7000);
        var refusal = await Assert.ThrowsAsync<FaultRefusedException>(() => http.PrepareAsync(Stop));
        Assert.StartsWith("n1 does not speak HTTP on port 7000: its answer was ", refusal.Message);
        Assert.EndsWith("; choose another port, or use tcp-fault.", refusal.Message);
    }

    [Fact]
    public async Task Port_that_speaks_tls_is_refused_by_name()
    {
        using var key = ECDsa.Create();
        using var certificate = new CertificateRequest("CN=n1", key, HashAlgorithmName.SHA256).CreateSelfSigned(
            DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue);
        await using var server = await NodeServer.StartAsync(small, "n1", (client, stop) => GreetByTlsAsync(client, certificate, stop));
        await using var fault = Fault("f1", Grpc with { Status = "ABORTED" }, server.Port);
        var refusal = await Assert.ThrowsAsync<FaultRefusedException>(() => fault.PrepareAsync(Stop));
        Assert.Equal(
            $"n1 speaks TLS on port {server.Port}, which nobody can read without its keys; use tcp-fault, or a port without TLS.",
            refusal.Message);
    }

    private static HttpRequestMessage Request() => new(HttpMethod.Post, "http://node/") { Content = new StringContent("12345678") };

    private static HttpRequestMessage Call() => GrpcQuestion.New(new(IPAddress.Loopback, 1), messages: 3);

    private static async Task<int[]> StatusesAsync(HttpNode server, params (string Method, string From)[] asked)
    {
        var statuses = new List<int>();
        foreach (var (method, from) in asked)
            statuses.Add((await server.AskAsync(() => new(new HttpMethod(method), "http://node/"), from)).Status ?? 0);
        return [.. statuses];
    }

    private static async Task GreetByTlsAsync(Socket client, X509Certificate2 certificate, CancellationToken stop)
    {
        await using var tls = new SslStream(new NetworkStream(client, ownsSocket: true));
        try
        {
            await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, stop);
        }
        catch (Exception e) when (e is IOException or AuthenticationException or OperationCanceledException)
        {
            // The client speaks something else.
        }
    }

    private IFault Fault(string id, CallFault fault, int port, Choice? which = null, PeerChoice? from = null) => fault switch
    {
        HttpFault http => small.Fault(
            id, "http-fault", new HttpFaultParameters(port, http, which ?? new(), from ?? PeerChoice.Everyone, true), "n1"),
        GrpcFault grpc => small.Fault(
            id, "grpc-fault", new GrpcFaultParameters(port, grpc, which ?? new(), from ?? PeerChoice.Everyone, true), "n1"),
        _ => throw new ArgumentException($"no kind for {fault}"),
    };

    private static async Task InjectAsync(IFault fault)
    {
        await fault.PrepareAsync(Stop);
        await fault.InjectAsync(Stop);
    }

    private async Task<Proof> SayAsync(Func<CancellationToken, Task<Proof>> observe)
    {
        var proof = await observe(Stop);
        output.WriteLine(proof.Evidence);
        return proof;
    }
}
