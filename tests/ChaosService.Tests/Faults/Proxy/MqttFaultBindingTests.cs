using ChaosService.Docker.Engine;
using ChaosService.Faults;
using ChaosService.Faults.Network;
using ChaosService.Faults.Proxy.Mqtt;
using ChaosService.Model.Clusters;
using ChaosService.Model.Faults;
using ChaosService.Proxies.Choosing;
using ChaosService.Proxies.Mqtt;
using ChaosService.Proxies.Mqtt.Effects;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChaosService.Tests.Faults.Proxy;

public sealed class MqttFaultBindingTests
{
    private static readonly IFaultKind Kind = FaultKinds
        .All(EngineEndpoint.FromEnvironment(_ => null).CreateClient(), TimeProvider.System, NullLoggerFactory.Instance)
        .Single(k => k.Name == "mqtt-fault");

    [Fact]
    public void Values_and_defaults_are_read()
    {
        Assert.Equal(
            new MqttFaultParameters(
                1883, new MqttFault("#", new DropEffect(), Published: true, Delivered: false), new Choice(), PeerChoice.Everyone, true),
            Bind(("effect", "drop")));
        Assert.Equal(
            new MqttFaultParameters(
                2883, new MqttFault("kv/+/x", new DelayEffect(TimeSpan.FromMilliseconds(50)), Published: false, Delivered: true),
                new Choice(After: 3, First: 10, Nth: 2, Share: 0.5), PeerChoice.Peers, false),
            Bind(
                ("port", "2883"), ("topic", "kv/+/x"), ("effect", "delay"), ("delay", "50ms"), ("direction", "delivered"), ("after", "3"),
                ("first", "10"), ("nth", "2"), ("percent", "50%"), ("from", "peers"), ("established", "keep")));
        Assert.Equal(new DuplicateEffect(1), Bind(("effect", "duplicate")).Fault.Effect);
        Assert.Equal(new DuplicateEffect(4), Bind(("effect", "duplicate"), ("copies", "4")).Fault.Effect);
        Assert.Equal(new ReorderEffect(3), Bind(("effect", "reorder")).Fault.Effect);
        var both = Bind(("effect", "reorder"), ("group", "5"), ("direction", "both"), ("to", "peers"));
        Assert.Equal(new MqttFault("#", new ReorderEffect(5), Published: true, Delivered: true), both.Fault);
        Assert.True(both.Outgoing);
        Assert.Equal(TimeSpan.FromSeconds(5), both.LeastHold);
    }

    [Theory]
    [InlineData("drop", "port", "0", "write a whole number from 1 to 65535")]
    [InlineData("drop", "topic", "kv/#/x", "'#' for all that follow at the end")]
    [InlineData("drop", "direction", "inbound", "write one of: published, delivered, both")]
    [InlineData("drop", "delay", "1s", "known here: after")]
    [InlineData("drop", "first", "0", "write a whole number from 1 to 1000000")]
    [InlineData("drop", "percent", "0%", "write a percentage above 0% and up to 100%")]
    [InlineData("duplicate", "copies", "11", "write a whole number from 1 to 10")]
    [InlineData("reorder", "group", "1", "write a whole number from 2 to 100")]
    [InlineData("delay", "delay", "6s", "write a time from 1ms to 5s")]
    [InlineData("delay", "topic", "a", "such as 'delay: 200ms'")]
    [InlineData("lose", "topic", "a", "write one of: drop, delay, duplicate, reorder")]
    [InlineData(null, "topic", "a", "one of: drop, delay, duplicate, reorder")]
    public void Wrong_value_is_reported_with_what_would_be_right(string? effect, string key, string value, string fix)
    {
        (string, object)[] deed = effect is null ? [] : [("effect", effect)];
        var (reader, problems) = Yaml.Map([.. deed, (key, value)]);
        Kind.Bind(reader);
        reader.Done();
        Assert.Contains(problems, p => p.Fix.Contains(fix));
    }

    [Fact]
    public void Dry_run_says_what_is_done_to_which_messages()
    {
        ClusterNode[] members = [new("a", "broker"), new("b", "node")];
        var steps = Kind.DryRun(Bind(("effect", "duplicate"), ("topic", "kv/#"), ("nth", "3")), ["a"], members);
        Assert.Contains("messages published on kv/# (nth 3): twice, dial on to a:1883", steps[0]);
        steps = Kind.DryRun(Bind(("effect", "delay"), ("delay", "20ms"), ("direction", "both")), ["a"], members);
        Assert.Contains("messages published and delivered on #: 20 ms late", steps[0]);
    }

    private static MqttFaultParameters Bind(params (string, object)[] entries)
    {
        var (reader, problems) = Yaml.Map(entries);
        var parameters = Kind.Bind(reader);
        reader.Done();
        Assert.Empty(problems);
        return Assert.IsType<MqttFaultParameters>(parameters);
    }
}
