using Xunit;

namespace ChaosService.Tests.Experiments;

public sealed class AddressTargetTests
{
    private const string Spec =
        "  target: { endpoints: [localhost:7379, 10.0.0.2:7380], database: etcd, broker: 10.0.0.3:1884, topicPrefix: mine }";

    [Fact]
    public void Servers_have_names_as_under_compose_and_their_addresses()
    {
        var target = Sample.Load(Sample.With("  faults: []", Sample.With(Spec))).Experiment!.Target;
        Assert.True(target.IsByAddress);
        Assert.Equal("localhost:7379,10.0.0.2:7380", target.Project.Text);
        Assert.Equal("mine", target.Definition.TopicPrefix);
        Assert.Equal(
            ["kv1 localhost:7379", "kv2 10.0.0.2:7380", "broker 10.0.0.3:1884"],
            target.Definition.Nodes.Select(n => $"{n.Name} {n.Address}"));
    }

    [Fact]
    public void Fault_that_needs_a_container_is_refused()
    {
        var text = Sample.With(
            "  faults: [{ kind: network-partition, at: 1s, for: 5s, on: { name: kv1 } }]", Sample.With(Spec));
        Assert.Contains(
            Sample.Load(text).Problems.Select(p => p.ToString()),
            p => p.Contains("this fault needs a node's container, and of localhost:7379,10.0.0.2:7380 only addresses are known: "
                + "\"network-partition\"", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{ endpoints: [localhost], database: etcd, broker: b:1883 }", "this is no address: \"localhost\"")]
    [InlineData("{ endpoints: [a:1], database: etcd }", "'broker' is missing")]
    [InlineData("{ endpoints: [], database: etcd, broker: b:1883 }", "'endpoints' names no server")]
    [InlineData("{ endpoints: [a:1, A:1], database: etcd, broker: b:1883 }", "an address is listed twice")]
    [InlineData("{ endpoints: [a:1], database: etcd, broker: b:1883, topicPrefix: a/# }", "no topic begins with this: \"a/#\"")]
    [InlineData("{ endpoints: [a:1], database: redis, broker: b:1883 }", "this database cannot be used by address alone: \"redis\"")]
    public void What_is_wrong_with_addresses_is_said(string target, string problem) => Assert.Contains(
        Sample.Load(Sample.With($"  target: {target}")).Problems.Select(p => p.ToString()),
        p => p.Contains(problem, StringComparison.Ordinal));
}
