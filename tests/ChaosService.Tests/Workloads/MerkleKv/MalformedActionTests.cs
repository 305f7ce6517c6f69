using System.Net;
using System.Net.Sockets;
using ChaosService.Model.Actions;
using ChaosService.Model.Clusters;
using ChaosService.Model.Histories;
using ChaosService.Tests.Faults;
using ChaosService.Workloads;
using ChaosService.Workloads.MerkleKv.Operating;

namespace ChaosService.Tests.Workloads.MerkleKv;

/// <summary>Against servers in this process that answer each line in one way.</summary>
public sealed class MalformedActionTests
{
    private readonly FakeCluster _cluster = new(new ClusterNode("kv1", "node"));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static IActionKind Kind => DatabaseKinds.All().SelectMany(d => d.Actions).Single(k => k.Name == "merklekv-malformed");

    [Fact]
    public async Task Errors_and_closed_connections_are_as_expected()
    {
        var closed = Enumerable.Range(0, 20).Count(n => MalformedLine.Draw(1, n).Bytes.Any(b => b >= 0xF8));
        var answer = await AnsweredBy(line => line == "PING" ? "PONG" : line.Any(c => c >= 0xF8) ? null : "ERROR no");
        Assert.Equal(OpType.Ok, answer.Outcome);
        Assert.Equal(
            $"20 malformed lines to kv1: {20 - closed} refused by an error, {closed} by the end of the connection; it still answers PING",
            answer.Evidence);
    }

    [Fact]
    public async Task Line_that_is_taken_is_not()
    {
        var answer = await AnsweredBy(_ => "OK");
        Assert.Equal(OpType.Fail, answer.Outcome);
        Assert.Matches("^20 malformed lines to kv1: line 1, .*, was answered by 'OK'$", answer.Evidence);
    }

    [Fact]
    public async Task Silence_is_not()
    {
        var answer = await AnsweredBy(_ => "", within: "200ms");
        Assert.Equal(OpType.Fail, answer.Outcome);
        Assert.EndsWith("got neither an answer nor the end of its connection within 200ms", answer.Evidence);
    }

    [Fact]
    public async Task Server_that_refuses_good_commands_afterwards_is_not()
    {
        var answer = await AnsweredBy(_ => "ERROR no");
        Assert.Equal(OpType.Fail, answer.Outcome);
        Assert.EndsWith("PING after them was answered by 'ERROR no'", answer.Evidence);
    }

    [Fact]
    public async Task Server_that_is_gone_after_a_line_is_not()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        _cluster.Addresses["kv1"] = IPAddress.Loopback;
        var acting = Act(port: ((IPEndPoint)listener.LocalEndpoint).Port);
        using (var socket = await listener.AcceptSocketAsync(Cancellation)) listener.Stop();
        var answer = await acting;
        Assert.Equal(OpType.Fail, answer.Outcome);
        Assert.Contains("could not be sent", answer.Evidence);
    }

    [Fact]
    public async Task Node_that_does_not_run_is_not()
    {
        var answer = await Act();
        Assert.Equal((OpType.Fail, "20 malformed lines to kv1: kv1 does not run"), (answer.Outcome, answer.Evidence));
    }

    [Fact]
    public void Plan_says_what_would_be_sent() => Assert.Equal(
        "send 100 malformed lines to kv1:7379, each refused within 2s", Kind.DryRun(Kind.Bind(Yaml.Map(("node", "kv1")).Reader)!));

    private Task<ActionAnswer> Act(string within = "1m", int port = 7379) => Kind.Create(
        Kind.Bind(Yaml.Map(("node", "kv1"), ("port", $"{port}"), ("count", "20"), ("answerWithin", within)).Reader)!, _cluster)
        .ActAsync(Cancellation);

    /// <param name="reply">As that of a <see cref="LineServer"/>.</param>
    private async Task<ActionAnswer> AnsweredBy(Func<string, string?> reply, string within = "1m")
    {
        await using var server = new LineServer(reply);
        _cluster.Addresses["kv1"] = server.Address;
        return await Act(within);
    }
}
