using ChaosService.Docker.Engine;
using ChaosService.Faults;
using ChaosService.Faults.Network;
using ChaosService.Faults.Network.State;
using ChaosService.Faults.Proxy.Tcp;
using ChaosService.Model.Clusters;
using ChaosService.Model.Faults;
using ChaosService.Proxies.Tcp.Toxics;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChaosService.Tests.Faults.Proxy;

public sealed class TcpFaultBindingTests
{
    private static readonly IFaultKind Kind = FaultKinds
        .All(EngineEndpoint.FromEnvironment(_ => null).CreateClient(), TimeProvider.System, NullLoggerFactory.Instance)
        .Single(k => k.Name == "tcp-fault");

    [Fact]
    public void Values_and_defaults_are_read()
    {
        Assert.Equal(
            new TcpFaultParameters(2379, new LatencyToxic(Ms(100), Ms(20)), Direction.Outbound, PeerChoice.Everyone, true),
            Bind("latency", ("delay", "100ms"), ("jitter", "20ms")));
        Assert.Equal(
            new TcpFaultParameters(2379, new ResetToxic(TimeSpan.Zero), Direction.Both, PeerChoice.Peers, false),
            Bind("reset", ("direction", "both"), ("from", "peers"), ("established", "keep")));
        var outgoing = Bind("latency", ("delay", "100ms"), ("to", "peers"));
        Assert.Equal((PeerChoice.Peers, true), (outgoing.Others, outgoing.Outgoing));
        // What the node says goes there, and not back.
        Assert.Equal((true, false), (outgoing.Inward, outgoing.Outward));
        Assert.Equal(new BandwidthToxic(1_000_000), Bind("bandwidth", ("rate", "1mbit")).Toxic);
        Assert.Equal(new SlicerToxic(64, Ms(10)), Bind("slicer").Toxic);
        Assert.Equal(new SlicerToxic(10, Ms(5)), Bind("slicer", ("size", "10B"), ("delay", "5ms")).Toxic);
        Assert.Equal(new LimitDataToxic(4096), Bind("limit-data", ("bytes", "4KiB")).Toxic);
        Assert.Equal(new CorruptToxic(0.01), Bind("corrupt", ("percent", "1%")).Toxic);
        Assert.Equal(new TimeoutToxic(null), Bind("timeout").Toxic);
        Assert.Equal(new TimeoutToxic(Ms(200)), Bind("timeout", ("after", "200ms")).Toxic);
        Assert.Equal(Ms(200), Bind("half-open", ("after", "200ms")).LeastHold);
    }

    [Theory]
    [InlineData("latency", "delay", "6s", "write a time from 1ms to 5s")]
    [InlineData("latency", "jitter", "2s", "write how much later")]
    [InlineData("latency", "rate", "1mbit", "known here: delay")]
    [InlineData("bandwidth", "rate", "1gbit", "write a rate from 64kbit to 100mbit")]
    [InlineData("slicer", "size", "0B", "write a size from 1B to 16KiB")]
    [InlineData("slicer", "delay", "0ms", "write a time from 1ms to 5s")]
    [InlineData("limit-data", "bytes", "2MiB", "write a size from 1B to 1MiB")]
    [InlineData("corrupt", "percent", "0%", "write a percentage from 0.01% to 100%")]
    [InlineData("timeout", "after", "6s", "write a time from 0s to 5s")]
    [InlineData("half-open", "after", "soon", "write a number and a unit")]
    public void Wrong_value_of_a_toxic_is_reported_with_what_would_be_right(string toxic, string key, string value, string fix)
    {
        var (reader, problems) = Yaml.Map(("port", "2379"), ("toxic", toxic), (key, value));
        Kind.Bind(reader);
        reader.Done();
        Assert.Contains(problems, p => p.Fix.Contains(fix));
    }

    [Fact]
    public void Jitter_above_the_delay_is_refused()
    {
        var (reader, problems) = Yaml.Map(("port", "2379"), ("toxic", "latency"), ("delay", "5ms"), ("jitter", "6ms"));
        Assert.Null(Kind.Bind(reader));
        Assert.Equal("write at most 5ms", Assert.Single(problems).Fix);
    }

    [Fact]
    public void Connections_to_nodes_and_of_nodes_are_two_faults()
    {
        var (reader, problems) = Yaml.Map(("port", "1"), ("toxic", "reset"), ("from", "peers"), ("to", "peers"));
        Assert.Null(Kind.Bind(reader));
        Assert.Contains("or two faults", Assert.Single(problems).Fix);
    }

    [Fact]
    public void Dry_run_of_connections_of_nodes_leads_what_they_send()
    {
        var steps = Kind.DryRun(Bind("reset", ("to", "peers")), ["a"], [new("a", "db"), new("b", "db")]);
        Assert.EndsWith("dial on to <where a was connecting to>:2379", steps[0]);
        Assert.Contains("ip daddr { <address of b> } tcp dport 2379 counter redirect to :<that port>", steps[1]);
        Assert.Contains("'( dport = :2379 and dst <each connected address of its peers> )'", steps[2]);
    }

    [Fact]
    public void Dry_run_shows_the_proxy_the_rules_and_the_reset()
    {
        ClusterNode[] members = [new("a", "db"), new("b", "db")];
        var steps = Kind.DryRun(Bind("latency", ("delay", "100ms"), ("from", "peers")), ["a"], members);
        Assert.Equal(3, steps.Count);
        Assert.Contains("in the network of a: listen on <a free port>", steps[0]);
        Assert.Contains("ip saddr { <address of b> } tcp dport 2379 counter redirect to :<that port>", steps[1]);
        Assert.Equal(
            "nsenter --net=/proc/<pid of a>/ns/net ss -K -t state established "
                + "'( sport = :2379 and dst <each connected address of its peers> )'",
            steps[2]);
        Assert.Equal(2, Kind.DryRun(Bind("reset", ("established", "keep")), ["a"], members).Count);
    }

    private static TcpFaultParameters Bind(string toxic, params (string, object)[] entries)
    {
        var (reader, problems) = Yaml.Map([("port", "2379"), ("toxic", toxic), .. entries]);
        var parameters = Kind.Bind(reader);
        reader.Done();
        Assert.Empty(problems);
        return (TcpFaultParameters)parameters!;
    }

    private static TimeSpan Ms(double ms) => TimeSpan.FromMilliseconds(ms);
}
