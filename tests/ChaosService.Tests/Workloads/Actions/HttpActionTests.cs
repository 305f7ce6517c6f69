using System.Net;
using System.Net.Sockets;
using System.Text;
using ChaosService.Model.Actions;
using ChaosService.Model.Clusters;
using ChaosService.Model.Histories;
using ChaosService.Tests.Faults;
using ChaosService.Workloads;

namespace ChaosService.Tests.Workloads.Actions;

/// <summary>The action <c>http</c> against a real socket: what is sent, and what each answer proves.</summary>
public sealed class HttpActionTests : IDisposable
{
    private readonly TcpListener _server = new(IPAddress.Loopback, 0);

    public HttpActionTests() => _server.Start();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private int Port => ((IPEndPoint)_server.LocalEndpoint).Port;

    private (string, object)[] Here => [("node", "n1"), ("port", $"{Port}")];

    public void Dispose() => _server.Stop();

    [Theory]
    [InlineData("200 OK", "yes", OpType.Ok, "GET http://n1:{port}/ answered 200 with 'yes'")]
    [InlineData("204 No Content", "", OpType.Fail, "GET http://n1:{port}/ answered 204 without 'yes'")]
    [InlineData("409 Conflict", "it\nis there", OpType.Fail, "GET http://n1:{port}/ answered 409, not 2xx with 'yes': it is there")]
    [InlineData("301 Moved\r\nLocation: /", "yes", OpType.Fail, "GET http://n1:{port}/ answered 301, not 2xx with 'yes': yes")]
    public async Task Answer_decides(string status, string body, OpType outcome, string evidence)
    {
        var served = ServeAsync(status, body);
        var action = Create([.. Here, ("contains", "yes")]);
        Assert.Equal(new ActionAnswer(outcome, evidence.Replace("{port}", $"{Port}")), await action.ActAsync(Cancellation));
        await served;
    }

    [Fact]
    public async Task Status_that_is_hoped_for_is_ok_whatever_it_is()
    {
        var served = ServeAsync("409 Conflict", "");
        var action = Create([.. Here, ("status", new[] { "404", "409" })]);
        Assert.Equal(OpType.Ok, (await action.ActAsync(Cancellation)).Outcome);
        await served;
    }

    [Fact]
    public async Task Method_path_headers_and_body_are_sent_as_written()
    {
        var served = ServeAsync("200 OK", "");
        var action = Create(
        [
            .. Here, ("method", "PUT"), ("path", "/a?b=c"), ("body", """{"n":1}"""),
            ("headers", new (string, object)[] { ("X-Run", "7"), ("Content-Type", "text/plain") }),
        ]);
        await action.ActAsync(Cancellation);
        var request = await served;
        Assert.StartsWith("PUT /a?b=c HTTP/1.1\r\n", request);
        Assert.Contains("X-Run: 7\r\n", request);
        Assert.Contains("Content-Type: text/plain\r\n", request);
        Assert.EndsWith("""{"n":1}""", request);
    }

    [Fact]
    public async Task What_was_refused_was_not_sent()
    {
        var action = Create(Here);
        _server.Stop();
        var answer = await action.ActAsync(Cancellation);
        Assert.Equal(OpType.Fail, answer.Outcome);
        Assert.Contains("refused", answer.Evidence);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task What_was_sent_and_got_no_answer_is_unknown_and_not_sent_again(string method)
    {
        var acting = Create([.. Here, ("method", method)]).ActAsync(Cancellation);
        using (await _server.AcceptTcpClientAsync(Cancellation))
        {
            // Hangs up without a word.
        }
        var answer = await acting;
        Assert.Equal(OpType.Info, answer.Outcome);
        Assert.EndsWith("the connection was closed before an answer", answer.Evidence);
        Assert.False(_server.Pending());
    }

    [Fact]
    public async Task Node_that_does_not_run_was_asked_nothing()
    {
        var action = Create([("node", "down"), ("port", "80")]);
        Assert.Equal(new ActionAnswer(OpType.Fail, "GET http://down:80/: down does not run"), await action.ActAsync(Cancellation));
    }

    [Fact]
    public void Plan_says_what_would_be_sent()
    {
        var (reader, _) = Yaml.Map([("node", "n1"), ("port", "80"), ("method", "POST"), ("body", "{}"), ("status", "201")]);
        Assert.Equal("POST http://n1:80/ {}, answered by 201", Kind.DryRun(Kind.Bind(reader)!));
    }

    [Theory]
    [InlineData("'node' is missing|'port' is missing")]
    [InlineData("'path' does not begin with '/'", "node", "n1", "port", "80", "path", "health")]
    [InlineData("'method' is no method of HTTP", "node", "n1", "port", "80", "method", "post it")]
    [InlineData("'status' is not a whole number from 100 to 599", "node", "n1", "port", "80", "status", "ok")]
    [InlineData("'headers' must be a map", "node", "n1", "port", "80", "headers", "X: 1")]
    public void What_cannot_be_used_is_a_problem(string problems, params string[] entries)
    {
        var (reader, found) = Yaml.Map([.. entries.Chunk(2).Select(e => (e[0], (object)e[1]))]);
        Assert.Null(Kind.Bind(reader));
        Assert.Equal(problems.Split('|'), found.Select(p => p.Message));
    }

    [Fact]
    public void Header_that_would_begin_another_is_a_problem()
    {
        var (reader, found) = Yaml.Map([.. Here, ("headers", new (string, object)[] { ("X-Run", "1\r\nX-Other: 2") })]);
        Assert.Null(Kind.Bind(reader));
        Assert.Equal("this is no header of HTTP", Assert.Single(found).Message);
    }

    private static IActionKind Kind => ActionKinds.All().Single(k => k.Name == "http");

    private static IAction Create((string, object)[] entries)
    {
        var (reader, problems) = Yaml.Map(entries);
        var parameters = Kind.Bind(reader);
        Assert.Empty(problems);
        return Kind.Create(
            parameters!, new FakeCluster(new ClusterNode("n1", "d"), new ClusterNode("down", "d"))
            {
                Addresses = { ["n1"] = IPAddress.Loopback },
            });
    }

    /// <summary>Answers one request, and gives it back as it came.</summary>
    private async Task<string> ServeAsync(string status, string body)
    {
        using var client = await _server.AcceptTcpClientAsync(Cancellation);
        await using var stream = client.GetStream();
        var buffer = new byte[1 << 16];
        var length = 0;
        while (!Whole(Encoding.UTF8.GetString(buffer, 0, length)))
            length += await stream.ReadAsync(buffer.AsMemory(length), Cancellation) is > 0 and var read
                ? read : throw new EndOfStreamException("the request is not whole");
        await stream.WriteAsync(
            Encoding.UTF8.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}"), Cancellation);
        return Encoding.UTF8.GetString(buffer, 0, length);
    }

    private static bool Whole(string request)
    {
        var head = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (head < 0) return false;
        var length = request[..head].Split("\r\n").FirstOrDefault(l => l.StartsWith("Content-Length: ", StringComparison.Ordinal));
        return request.Length >= head + 4 + (length is null ? 0 : int.Parse(length["Content-Length: ".Length..]));
    }
}
