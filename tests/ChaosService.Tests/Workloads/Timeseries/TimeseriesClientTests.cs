using System.Net;
using System.Net.Sockets;
using System.Text;
using ChaosService.Model.Clusters;
using ChaosService.Model.Histories;
using ChaosService.Model.Workloads;
using ChaosService.Tests.Engine.Fakes;
using ChaosService.Workloads.Timeseries;

namespace ChaosService.Tests.Workloads.Timeseries;

/// <summary>Against a node of a few lines that listens where one does, on a loopback address of its own.</summary>
public sealed class TimeseriesClientTests : IDisposable
{
    // Of this process alone: its tests may run twice at a time on one machine.
    private static readonly IPAddress Address = new([127, 78, (byte)(Environment.ProcessId >> 8), (byte)Environment.ProcessId]);

    private readonly TcpListener _listener = new(Address, 8181);
    private readonly FakeCluster _cluster = new(new ClusterNode("n1", "node"), new ClusterNode("n2", "node"));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public TimeseriesClientTests() => _cluster.Addresses["n1"] = Address;

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task Write_is_a_point_that_replaces_the_one_before()
    {
        var (outcome, request) = await AskAsync(Write(7), "204 No Content", "");

        Assert.Equal(OpResult.Ok(default, "n1"), outcome);
        Assert.StartsWith("POST /api/v3/write_lp?db=chaos&precision=nanosecond ", request);
        Assert.EndsWith("r-register,key=k\\ 0 value=7i 1", request);
    }

    [Fact]
    public async Task Read_is_the_value_of_the_point()
    {
        var (outcome, request) = await AskAsync(new(Functions.Read, "k 0", default), "200 OK", """[{"value":7}]""");

        Assert.Equal(OpResult.Ok(OpValue.Integer(7), "n1"), outcome);
        var path = request.Split(' ')[1];
        Assert.EndsWith("q=SELECT value FROM \"r-register\" WHERE key = 'k 0'", Uri.UnescapeDataString(path));
    }

    [Theory]
    [InlineData("200 OK", "[]")]
    [InlineData("404 Not Found", """{"error":"database 'chaos' not found"}""")]
    public async Task Read_of_what_was_never_written_finds_nothing(string status, string body)
    {
        var (outcome, _) = await AskAsync(new(Functions.Read, "k 0", default), status, body);

        Assert.Equal(OpResult.Ok(OpValue.None, "n1"), outcome);
    }

    [Fact]
    public async Task Read_without_a_key_is_the_set()
    {
        var (outcome, _) = await AskAsync(new(Functions.Read, null, default), "200 OK", """[{"value":3},{"value":1}]""");

        Assert.Equal(OpResult.Ok(OpValue.List([3, 1]), "n1"), outcome);
    }

    [Theory]
    [InlineData("503 Service Unavailable", "nothing is stored: node 1 does not lead", OpType.Fail, "http 503: nothing is stored")]
    [InlineData("400 Bad Request", "partial write", OpType.Fail, "http 400: partial write")]
    [InlineData("504 Gateway Timeout", "it is not known: no majority", OpType.Info, "http 504: it is not known")]
    [InlineData("500 Internal Server Error", "only a part is stored", OpType.Info, "http 500: only a part is stored")]
    public async Task Write_fails_only_with_a_proof(string status, string error, OpType type, string text)
    {
        var (outcome, _) = await AskAsync(Write(7), status, $$"""{"error":"{{error}}"}""");

        Assert.Equal((type, text), (outcome.Type, outcome.Error));
    }

    [Theory]
    [InlineData("200 OK", "[{}]")]
    [InlineData("200 OK", "OK")]
    [InlineData("200 OK", """[{"value":1},{"value":2}]""")]
    public async Task Answer_that_is_not_understood_is_info(string status, string body)
    {
        var (outcome, _) = await AskAsync(new(Functions.Read, "k 0", default), status, body);

        Assert.Equal(OpType.Info, outcome.Type);
    }

    [Fact]
    public async Task Refused_connection_is_fail_and_the_next_op_goes_to_the_next_node()
    {
        await using var database = Connect();
        await using var client = database.Open(0);

        Assert.Equal(OpResult.Fail("connection refused", "n1"), await client.InvokeAsync(Write(1), Cancellation));
        Assert.Equal(OpResult.Fail("node down", "n2"), await client.InvokeAsync(Write(2), Cancellation));
    }

    private async Task<(OpResult Outcome, string Request)> AskAsync(Operation operation, string status, string body)
    {
        _listener.Start();
        var serving = ServeOneAsync($"HTTP/1.1 {status}\r\nContent-Length: {body.Length}\r\n\r\n{body}");
        await using var database = Connect();
        await using var client = database.Open(0);
        return (await client.InvokeAsync(operation, Cancellation), await serving);
    }

    /// <returns>The request, its head and its body.</returns>
    private async Task<string> ServeOneAsync(string answer)
    {
        using var socket = await _listener.AcceptSocketAsync(Cancellation);
        var (request, buffer) = ("", new byte[4096]);
        while (!IsWhole(request))
            request += Encoding.UTF8.GetString(buffer, 0, await socket.ReceiveAsync(buffer, Cancellation));
        await socket.SendAsync(Encoding.UTF8.GetBytes(answer), Cancellation);
        return request;
    }

    private static bool IsWhole(string request) =>
        request.Split("\r\n\r\n") is [var head, var body]
        && (!head.StartsWith("POST", StringComparison.Ordinal) || head.Contains($"Content-Length: {body.Length}"));

    private IDatabase Connect() => new TimeseriesKind().Connect(
        new DatabaseRequest(_cluster, new TimeseriesOptions(), "r-", Wait.Limit, TimeProvider.System));

    private static Operation Write(long value) => new(Functions.Write, "k 0", OpValue.Integer(value));
}
