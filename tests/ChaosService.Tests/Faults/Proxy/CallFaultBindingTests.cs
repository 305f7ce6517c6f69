using ChaosService.Docker.Engine;
using ChaosService.Faults;
using ChaosService.Faults.Network;
using ChaosService.Faults.Proxy.Grpc;
using ChaosService.Faults.Proxy.Http;
using ChaosService.Model.Clusters;
using ChaosService.Model.Faults;
using ChaosService.Proxies.Choosing;
using ChaosService.Proxies.Http.Answers;
using ChaosService.Proxies.Http.Calls;
using ChaosService.Proxies.Http.Grpc;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChaosService.Tests.Faults.Proxy;

public sealed class CallFaultBindingTests
{
    private static readonly IReadOnlyList<IFaultKind> Kinds =
        FaultKinds.All(EngineEndpoint.FromEnvironment(_ => null).CreateClient(), TimeProvider.System, NullLoggerFactory.Instance);

    [Fact]
    public void Values_and_defaults_of_http_are_read()
    {
        Assert.Equal(
            new HttpFaultParameters(
                2379, new HttpFault(null, null, null, 503, null, false, null, TimeSpan.Zero, Stage.Request), new Choice(),
                PeerChoice.Everyone, true),
            Bind("http-fault", ("status", "503")));
        Assert.Equal(
            new HttpFaultParameters(
                2379, new HttpFault("POST", "db", "/v3/*", 500, "no", false, null, Ms(50), Stage.Response),
                new Choice(After: 3, First: 10, Nth: 2, Share: 0.5), PeerChoice.Peers, false),
            Bind(
                "http-fault", ("status", "500"), ("body", "no"), ("method", "POST"), ("host", "db"), ("path", "/v3/*"), ("delay", "50ms"),
                ("stage", "response"), ("after", "3"), ("first", "10"), ("nth", "2"), ("percent", "50%"), ("from", "peers"),
                ("established", "keep")));
        Assert.True(((HttpFaultParameters)Bind("http-fault", ("abort", "true"))).Fault.Abort);
        Assert.Equal(1024, ((HttpFaultParameters)Bind("http-fault", ("truncate", "1KiB"))).Fault.Truncate);
    }

    [Fact]
    public void Values_and_defaults_of_grpc_are_read()
    {
        Assert.Equal(
            new GrpcFaultParameters(
                2379, new GrpcFault("etcdserverpb.KV", "Put", "UNAVAILABLE", "gone", null, null, null, TimeSpan.Zero, Stage.Request),
                new Choice(First: 5), PeerChoice.Everyone, true),
            Bind(
                "grpc-fault", ("service", "etcdserverpb.KV"), ("method", "Put"), ("status", "UNAVAILABLE"), ("message", "gone"),
                ("first", "5")));
        var ends = ((GrpcFaultParameters)Bind("grpc-fault", ("endAfter", "3"))).Fault;
        Assert.Equal((3, "UNAVAILABLE"), (ends.EndAfter, ends.Status));
        Assert.Equal(2, ((GrpcFaultParameters)Bind("grpc-fault", ("drop", "2"))).Fault.Drop);
        Assert.Equal(2, ((GrpcFaultParameters)Bind("grpc-fault", ("repeat", "2"), ("delay", "1s"))).Fault.Repeat);
    }

    [Theory]
    [InlineData("http-fault", "status", "99", "write a whole number from 200 to 599")]
    [InlineData("http-fault", "abort", "false", "write 'abort: true', or leave it out")]
    [InlineData("http-fault", "truncate", "2MiB", "write a size from 0B to 1MiB")]
    [InlineData("http-fault", "delay", "6s", "write a time from 1ms to 5s")]
    [InlineData("http-fault", "stage", "answer", "write one of: request, response")]
    [InlineData("http-fault", "method", "GET", "write at least one of: status, body, abort, truncate, delay")]
    [InlineData("grpc-fault", "status", "GONE", "write one of: OK, CANCELLED")]
    [InlineData("grpc-fault", "message", "gone", "write 'status' or 'endAfter' beside it")]
    [InlineData("grpc-fault", "drop", "0", "write a whole number from 1 to 1000")]
    [InlineData("grpc-fault", "percent", "0%", "write a percentage above 0% and up to 100%")]
    [InlineData("grpc-fault", "first", "0", "write a whole number from 1 to 1000000")]
    [InlineData("grpc-fault", "path", "/", "known here: after")]
    public void Wrong_value_is_reported_with_what_would_be_right(string kind, string key, string value, string fix)
    {
        (string, object)[] deed = key is "method" ? [] : [("delay", "1s")];
        var (reader, problems) = Yaml.Map([("port", "2379"), (key, value), .. deed.Where(d => d.Item1 != key)]);
        KindOf(kind).Bind(reader);
        reader.Done();
        Assert.Contains(problems, p => p.Fix.Contains(fix));
    }

    [Theory]
    [InlineData("http-fault", "abort", "true", "status", "500")]
    [InlineData("http-fault", "truncate", "1KiB", "body", "x")]
    [InlineData("http-fault", "status", "204", "body", "x")]
    [InlineData("grpc-fault", "drop", "1", "repeat", "2")]
    [InlineData("grpc-fault", "status", "ABORTED", "drop", "2")]
    public void What_excludes_each_other_is_refused(string kind, string one, string value, string other, string otherValue)
    {
        var (reader, problems) = Yaml.Map(("port", "2379"), (one, value), (other, otherValue));
        Assert.Null(KindOf(kind).Bind(reader));
        Assert.NotEmpty(problems);
    }

    [Fact]
    public void Dry_run_says_what_is_done_to_which_calls()
    {
        ClusterNode[] members = [new("a", "db"), new("b", "db")];
        var steps = KindOf("grpc-fault").DryRun(Bind("grpc-fault", ("method", "Put"), ("status", "ABORTED"), ("nth", "3")), ["a"], members);
        Assert.Contains("ABORTED for calls of */Put (nth 3)", steps[0]);
        steps = KindOf("http-fault").DryRun(Bind("http-fault", ("path", "/v3/*"), ("abort", "true"), ("first", "2")), ["a"], members);
        Assert.Contains("a reset for requests with method *, host *, path /v3/* (first 2)", steps[0]);
    }

    private static IFaultKind KindOf(string kind) => Kinds.Single(k => k.Name == kind);

    private static FaultParameters Bind(string kind, params (string, object)[] entries)
    {
        var (reader, problems) = Yaml.Map([("port", "2379"), .. entries]);
        var parameters = KindOf(kind).Bind(reader);
        reader.Done();
        Assert.Empty(problems);
        return parameters!;
    }

    private static TimeSpan Ms(double ms) => TimeSpan.FromMilliseconds(ms);
}
