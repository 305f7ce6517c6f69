using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using ChaosService.Model.Histories;
using ChaosService.Workloads.Clients;
using ChaosService.Workloads.Etcd;

namespace ChaosService.Tests.Workloads.Etcd;

public sealed class EtcdOutcomeTests
{
    [Theory]
    [InlineData(503, "etcdserver: no leader", OpType.Fail)]
    [InlineData(500, "raft proposal dropped", OpType.Fail)]
    [InlineData(429, "etcdserver: too many requests", OpType.Fail)]
    [InlineData(400, "etcdserver: key is not provided", OpType.Fail)]
    [InlineData(500, "context deadline exceeded", OpType.Info)]
    [InlineData(503, "etcdserver: request timed out", OpType.Info)]
    [InlineData(503, "etcdserver: request timed out, possibly due to previous leader failure", OpType.Info)]
    [InlineData(503, "etcdserver: leader changed", OpType.Info)]
    [InlineData(503, "etcdserver: server stopped", OpType.Info)]
    [InlineData(429, "etcdserver: mvcc: database space exceeded", OpType.Info)]
    public void Write_fails_only_with_a_proof(int status, string error, OpType expected)
    {
        var outcome = Of(new EtcdErrorException((HttpStatusCode)status, error), Functions.Write);
        Assert.Equal((expected, $"http {status}: {error}"), (outcome.Type, outcome.Error));
    }

    [Fact]
    public void Read_that_was_answered_with_an_error_failed() =>
        Assert.Equal(OpType.Fail, Of(
            new EtcdErrorException(HttpStatusCode.ServiceUnavailable, "etcdserver: request timed out"), Functions.Read).Type);

    [Fact]
    public void What_was_never_sent_failed()
    {
        var refused =
            new HttpRequestException(HttpRequestError.ConnectionError, "x", new SocketException((int)SocketError.ConnectionRefused));
        Assert.Equal((OpType.Fail, "connection refused"), (Of(refused, Functions.Write).Type, Of(refused, Functions.Write).Error));
        Assert.Equal(
            (OpType.Fail, "node down"),
            (Of(new NodeDownException(), Functions.Write).Type, Of(new NodeDownException(), Functions.Write).Error));
    }

    [Theory]
    [InlineData(Functions.Read)]
    [InlineData(Functions.Write)]
    public void Timeouts_and_broken_connections_are_unknown(string f)
    {
        Assert.Equal((OpType.Info, "timeout"), (Of(new TaskCanceledException(), f).Type, Of(new TaskCanceledException(), f).Error));
        Assert.Equal("connection broken", Of(new HttpRequestException(HttpRequestError.ResponseEnded, "x"), f).Error);
        Assert.Equal(OpType.Info, Of(new HttpRequestException(HttpRequestError.ResponseEnded, "x"), f).Type);
        Assert.Equal(OpType.Info, Of(new IOException(), f).Type);
        Assert.Equal(OpType.Info, Of(new JsonException(), f).Type);
        Assert.Equal(OpType.Info, Of(new InvalidOperationException(), f).Type);
    }

    private static Model.Workloads.OpResult Of(Exception exception, string f) => EtcdOutcome.Of(exception, f, "n1", CancellationToken.None);
}
