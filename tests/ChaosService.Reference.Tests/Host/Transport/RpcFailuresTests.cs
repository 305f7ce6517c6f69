using ChaosService.Reference.Host.Transport;
using Grpc.Core;

namespace ChaosService.Reference.Tests.Host.Transport;

/// <summary>What a client is told of a call between nodes that failed.</summary>
public sealed class RpcFailuresTests
{
    private static string Text(string detail, Exception? cause) =>
        RpcFailures.Text(new RpcException(new Status(StatusCode.Unavailable, detail, cause)), "node 2 at ts2:8182");

    [Fact]
    public void Call_that_did_not_get_through_is_told_by_its_innermost_cause() => Assert.Equal(
        "node 2 at ts2:8182: Connection refused (ts2:8182)",
        Text("Error starting gRPC call. HttpRequestException: Connection refused (ts2:8182) SocketException: Connection refused",
            new HttpRequestException("Connection refused (ts2:8182)")));

    [Fact]
    public void Cause_in_a_cause_is_told_alone() => Assert.Equal(
        "node 2 at ts2:8182: Connection refused", Text("…", new HttpRequestException("…", new IOException("Connection refused"))));

    [Fact]
    public void What_a_node_answered_and_a_call_that_was_given_up_are_told_as_they_are()
    {
        Assert.Equal("node 2 at ts2:8182: the disk is full", Text("the disk is full", null));
        Assert.Equal("node 2 at ts2:8182: Call canceled by the client.", Text("Call canceled by the client.", new TaskCanceledException()));
    }
}
