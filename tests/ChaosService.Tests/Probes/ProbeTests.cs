using System.Net;
using System.Net.Sockets;
using System.Text;
using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;
using ChaosService.Model.Probes;
using ChaosService.Probes;
using ChaosService.Probes.Prometheus;
using ChaosService.Tests.Faults;
using ChaosService.Tests.Workloads;

namespace ChaosService.Tests.Probes;

/// <summary>Each kind against a real socket, with answers that meet and answers that do not.</summary>
public sealed class ProbeTests : IDisposable
{
    private readonly TcpListener _server = new(IPAddress.Loopback, 0);

    public ProbeTests() => _server.Start();

    private int Port => ((IPEndPoint)_server.LocalEndpoint).Port;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _server.Stop();

    [Theory]
    [InlineData("200 OK", "true", true, "GET http://n1:{port}/health answered 200 with 'true'")]
    [InlineData("200 OK", "false", false, "GET http://n1:{port}/health answered 200 without 'true'")]
    [InlineData("503 Service Unavailable", "true", false, "GET http://n1:{port}/health answered 503, not 200")]
    [InlineData("301 Moved\r\nLocation: /", "true", false, "GET http://n1:{port}/health answered 301, not 200")]
    public async Task Http(string status, string body, bool met, string evidence)
    {
        _ = ServeAsync(status, body);
        using var probe = Create("http", ("node", "n1"), ("port", $"{Port}"), ("path", "/health"), ("body", "true"));
        Assert.Equal(new ProbeAnswer(met, evidence.Replace("{port}", $"{Port}")), await probe.AskAsync(Cancellation));
    }

    [Theory]
    [InlineData("http")]
    [InlineData("tcp")]
    public async Task Node_that_refuses_is_not_met_and_says_so(string kind)
    {
        using var probe = Create(kind, ("node", "n1"), ("port", $"{Port}"));
        _server.Stop();
        var answer = await probe.AskAsync(Cancellation);
        Assert.False(answer.Met);
        Assert.Contains("refused", answer.Evidence);
    }

    [Theory]
    [InlineData("http")]
    [InlineData("tcp")]
    public async Task Node_that_does_not_run_is_not_met(string kind)
    {
        using var probe = Create(kind, ("node", "down"), ("port", "80"));
        Assert.Equal(new ProbeAnswer(false, "down does not run"), await probe.AskAsync(Cancellation));
    }

    [Fact]
    public async Task Node_that_does_not_answer_ends_with_its_limit()
    {
        using var probe = Create("http", ("node", "n1"), ("port", $"{Port}"));
        using var limit = new CancellationTokenSource();
        var asking = probe.AskAsync(limit.Token);
        using var accepted = await _server.AcceptTcpClientAsync(Cancellation);
        await limit.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
    }

    [Fact]
    public async Task Tcp_connection_is_enough()
    {
        using var probe = Create("tcp", ("node", "n1"), ("port", $"{Port}"));
        Assert.Equal(new ProbeAnswer(true, $"n1:{Port} accepted a connection"), await probe.AskAsync(Cancellation));
    }

    [Theory]
    [InlineData("""{"resultType":"vector","result":[{"metric":{},"value":[1,"0.995"]}]}""", true, "q is 0.995")]
    [InlineData("""{"resultType":"vector","result":[{"value":[1,"1"]},{"value":[1,"1"]}]}""", true, "q is 1 and 1 more")]
    [InlineData("""{"resultType":"vector","result":[{"value":[1,"1"]},{"value":[1,"0.5"]}]}""", false, "q is 0.5, not above 0.99")]
    [InlineData("""{"resultType":"scalar","result":[1,"2"]}""", true, "q is 2")]
    [InlineData("""{"resultType":"vector","result":[]}""", false, "q has no value")]
    [InlineData("""{"resultType":"vector","result":[{"value":[1,"NaN"]}]}""", false, "q is NaN, not above 0.99")]
    [InlineData("""{"resultType":"matrix","result":[]}""", false, "q has no value")]
    public async Task Prometheus(string data, bool met, string evidence)
    {
        _ = ServeAsync("200 OK", $$"""{"status":"success","data":{{data}}}""");
        using var probe = Create("prometheus", ("server", $"http://127.0.0.1:{Port}/"), ("query", "q"), ("above", "0.99"));
        Assert.Equal(new ProbeAnswer(met, evidence), await probe.AskAsync(Cancellation));
    }

    [Theory]
    [InlineData("""{"status":"error","error":"parse error"}""", "q: parse error")]
    [InlineData("<html>", "http://p does not answer as a Prometheus does")]
    [InlineData("[]", "http://p does not answer as a Prometheus does")]
    public void Answer_that_is_none_is_not_met(string body, string evidence)
    {
        using var probe = new PrometheusProbe(new PrometheusParameters("http://p", "q", 1, null));
        Assert.Equal(new ProbeAnswer(false, evidence), probe.Judge(body));
    }

    [Theory]
    [InlineData("http", "'node' is missing|'port' is missing")]
    [InlineData("http", "'path' does not begin with '/'", "node", "n1", "port", "80", "path", "health")]
    [InlineData("http", "'status' is not a whole number from 100 to 599", "node", "n1", "port", "80", "status", "ok")]
    [InlineData("tcp", "'port' is not a whole number from 1 to 65535", "node", "n1", "port", "0")]
    [InlineData("prometheus", "'server' is missing|'query' is missing|the query has no bound")]
    [InlineData("prometheus", "'server' is not an http address", "server", "localhost:9090", "query", "q", "above", "1")]
    [InlineData("prometheus", "'above' is not a number", "server", "http://p", "query", "q", "above", "much")]
    public void What_cannot_be_used_is_a_problem(string kind, string problems, params string[] entries)
    {
        var (reader, found) = Yaml.Map([.. entries.Chunk(2).Select(e => (e[0], (object)e[1]))]);
        Assert.Null(Kind(kind).Bind(reader));
        Assert.Equal(problems.Split('|'), found.Select(p => p.Message));
    }

    private static IProbeKind Kind(string name) => ProbeKinds.All().Single(k => k.Name == name);

    private static IProbe Create(string kind, params (string, object)[] entries)
    {
        var (reader, problems) = Yaml.Map(entries);
        var parameters = Kind(kind).Bind(reader);
        Assert.Empty(problems);
        return Kind(kind).Create(
            parameters!, new FakeCluster(new ClusterNode("n1", "d"), new ClusterNode("down", "d"))
            {
                Addresses = { ["n1"] = IPAddress.Loopback },
            });
    }

    private async Task ServeAsync(string status, string body)
    {
        using var client = await _server.AcceptTcpClientAsync(Cancellation);
        await using var stream = client.GetStream();
        using var reader = new StreamReader(stream);
        while (await reader.ReadLineAsync(Cancellation) is { Length: > 0 })
        {
        }
        await stream.WriteAsync(
            Encoding.UTF8.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}"), Cancellation);
    }
}
