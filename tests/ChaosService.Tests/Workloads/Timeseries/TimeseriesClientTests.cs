using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using ChaosService.Model.Clusters;
using ChaosService.Model.Histories;
using ChaosService.Model.Timeseries;
using ChaosService.Model.Workloads;
using ChaosService.Tests.Engine.Fakes;
using ChaosService.Workloads.Timeseries;

namespace ChaosService.Tests.Workloads.Timeseries;

/// <summary>Against a node of a few lines that listens where one does, on a loopback address of its own.</summary>
public sealed class TimeseriesClientTests : IDisposable
{
    private static readonly IPAddress Address = Loopback.Next();

    private static readonly PointShape Shape = new(10, false, PointTimes.Varied, 4, 0);

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
    public async Task Batch_is_a_line_for_each_point()
    {
        var (outcome, request) = await AskAsync(Points(10_000, 2), "204 No Content", "");

        Assert.Equal((OpType.Ok, Points(10_000, 2).Value), (outcome.Type, outcome.Value));
        var (first, second) = (Shape.At(10_000), Shape.At(10_001));
        Assert.Equal(
            $"r-t0,key=k{first.Key},region=r{first.Region} n=10000i,load={first.Load} {first.TimeNs}\n"
                + $"r-t0,key=k{second.Key},region=r{second.Region} n=10001i,load={second.Load} {second.TimeNs}\n",
            request.Split("\r\n\r\n")[1]);
    }

    [Fact]
    public async Task Batch_that_is_stored_in_part_is_ok_without_the_lines_that_are_named()
    {
        var (outcome, _) = await AskAsync(Points(10_000, 4), "400 Bad Request", Partial(2, 4));

        var batch = PointBatch.From(outcome.Value)!;
        Assert.Equal((OpType.Ok, "n1"), (outcome.Type, outcome.Node));
        Assert.Equal([10_001, 10_003], batch.Refused!);
        Assert.Equal("partial write: line 2: no leader", batch.Error);
    }

    [Theory]
    [InlineData(2, false, "every line refused")]
    [InlineData(4, true, "http 400: partial write")]
    public async Task Batch_of_which_nothing_is_stored_is_fail(int count, bool strict, string error)
    {
        var (outcome, request) = await AskAsync(Points(10_000, count, strict), "400 Bad Request", Partial(1, 2));

        Assert.Equal((OpType.Fail, error), (outcome.Type, outcome.Error));
        Assert.Equal(strict, request.Contains("accept_partial=false"));
        Assert.StartsWith("partial write", PointBatch.From(outcome.Value)!.Error);
    }

    [Theory]
    [InlineData("503 Service Unavailable", OpType.Fail)]
    [InlineData("504 Gateway Timeout", OpType.Info)]
    [InlineData("500 Internal Server Error", OpType.Info)]
    public async Task Batch_with_an_error_keeps_the_text_whole(string status, OpType type)
    {
        var (outcome, _) = await AskAsync(Points(10_000, 4), status, """{"error":"not stored: node 2 of shard 3"}""");

        Assert.Equal((type, "not stored: node 2 of shard 3"), (outcome.Type, PointBatch.From(outcome.Value)!.Error));
    }

    [Fact]
    public async Task Line_that_was_not_sent_is_no_answer_of_the_database() =>
        Assert.Equal(OpType.Info, (await AskAsync(Points(10_000, 4), "400 Bad Request", Partial(5))).Outcome.Type);

    [Fact]
    public async Task Points_are_read_through_each_node_that_runs_and_compared_with_their_numbers()
    {
        var (first, third) = (Row(10_000), Row(10_002));
        var strange = Row(10_003).Replace("\"region\":\"r", "\"region\":\"x");
        var (outcome, request) = await AskAsync(
            new(Functions.ReadPoints, "t0", new PointReads(Shape, []).ToValue()), "200 OK", $"[{third},{first},{third},{strange}]");

        Assert.EndsWith("q=SELECT n, load, key, region, time FROM \"r-t0\"", Uri.UnescapeDataString(request.Split(' ')[1]));
        var node = Assert.Single(PointReads.From(outcome.Value)!.Nodes);
        Assert.Equal(("n1", 1L, strange), (node.Node, node.StrangeCount, node.Strange.Single()));
        Assert.Equal([10_000L, 10_000, 10_002, 10_002], node.Found);
        Assert.Equal([10_002L], node.Again);
    }

    [Fact]
    public async Task Query_for_points_is_answered_with_their_numbers()
    {
        var from = PointShape.BaseNs + 1_000;
        var query = new PointQuery(Shape, false, Key: 3, FromNs: from, UntilNs: PointShape.BaseNs + PointShape.ShardNs);
        var (outcome, request) = await AskAsync(new(Functions.Query, "t0", query.ToValue()), "200 OK", """[{"n":7},{"n":5}]""");

        Assert.EndsWith(
            "q=SELECT n FROM \"r-t0\" WHERE key = 'k3' AND time >= '2026-01-01T00:00:00.000001000' "
                + "AND time < '2026-01-02T00:00:00.000000000'",
            Uri.UnescapeDataString(request.Split(' ')[1]));
        Assert.Equal([7, 5], PointQuery.From(outcome.Value)!.Numbers!);
    }

    [Fact]
    public async Task Query_for_aggregates_is_answered_with_groups()
    {
        var query = new PointQuery(Shape, true, PointQuery.ByRegion, Region: 1);
        var (outcome, request) = await AskAsync(
            new(Functions.Query, "t0", query.ToValue()), "200 OK",
            """[{"region":"r1","points":2,"total":9,"lowest":0.5,"highest":3,"mean":1.75},{"region":"r2","points":0}]""");

        Assert.EndsWith(
            "q=SELECT region, COUNT(*) AS points, SUM(n) AS total, MIN(load) AS lowest, MAX(load) AS highest, AVG(load) AS mean "
                + "FROM \"r-t0\" WHERE region = 'r1' GROUP BY region",
            Uri.UnescapeDataString(request.Split(' ')[1]));
        Assert.Equal(
            [new("r1", 2, 9, 0.5, 3, 1.75), new("r2", 0, null, null, null, null)], PointQuery.From(outcome.Value)!.Groups!);
    }

    [Fact]
    public async Task Query_that_fails_keeps_the_text_and_had_no_effect()
    {
        var query = new PointQuery(Shape, true).ToValue();
        var (outcome, _) = await AskAsync(new(Functions.Query, "t0", query), "500 Internal Server Error", """{"error":"node 2: gone"}""");

        Assert.Equal((OpType.Fail, "node 2: gone"), (outcome.Type, PointQuery.From(outcome.Value)!.Error));
    }

    [Theory]
    [InlineData("409 Conflict", "{\"error\":\"Resource already exists\"}", OpType.Ok, 409, "Resource already exists")]
    [InlineData("201 Created", "{}", OpType.Ok, 201, null)]
    [InlineData("503 Service Unavailable", "{\"error\":\"no leader\"}", OpType.Fail, 503, "no leader")]
    [InlineData("504 Gateway Timeout", "{\"error\":\"not known\"}", OpType.Info, 504, "not known")]
    public async Task Call_is_ok_when_it_was_decided(string status, string body, OpType type, int code, string? error)
    {
        var call = new CatalogCall(CatalogCall.Add, "9001", "Joining");
        var (outcome, request) = await AskAsync(new(Functions.Manage, "node 9001", call.ToValue()), status, body);

        Assert.StartsWith("POST /api/v3/cluster/nodes ", request);
        Assert.Contains("\"id\":9001,\"rpc_address\":\"192.0.2.1:8282\"", request);
        Assert.Equal((type, call with { Code = code, Error = error }), (outcome.Type, CatalogCall.From(outcome.Value)));
    }

    [Fact]
    public async Task List_is_answered_with_nodes_and_statuses()
    {
        var (outcome, _) = await AskAsync(
            new(Functions.Manage, "catalog", new CatalogCall(CatalogCall.List).ToValue()), "200 OK", """[{"id":1,"status":"Active"}]""");

        Assert.Equal([("1", "Active")], CatalogCall.From(outcome.Value)!.Nodes!);
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

    private static Operation Points(long first, int count, bool strict = false) =>
        new(Functions.WritePoints, "t0", new PointBatch(Shape, first, count, strict).ToValue());

    private static string Partial(params int[] lines)
    {
        var named = string.Join(',', lines.Select(l => $"{{\"line_number\":{l},\"error_message\":\"no leader\"}}"));
        return $$"""{"error":"partial write","data":[{{named}}]}""";
    }

    private static string Row(long number)
    {
        var point = Shape.At(number);
        var time = DateTime.UnixEpoch.AddTicks(point.TimeNs / 100).ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);
        return string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"n":{{number}},"load":{{point.Load}},"key":"k{{point.Key}}","region":"r{{point.Region}}","time":"{{time}}"}""");
    }

    private static Operation Write(long value) => new(Functions.Write, "k 0", OpValue.Integer(value));
}
