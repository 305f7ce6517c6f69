using ChaosService.Model.Clusters;
using ChaosService.Model.Experiments;
using ChaosService.Service.Queue;

namespace ChaosService.Tests.Service.Queue;

public sealed class AttachRuleTests
{
    private static readonly AttachRule None = new([], []);

    private static readonly AttachRule Staging = new(["staging"], []);

    [Fact]
    public void Target_of_the_services_own_is_allowed() => Assert.Null(None.Refuses(Target(attach: null)));

    [Fact]
    public void Running_project_is_refused_unless_it_is_configured()
    {
        Assert.Equal(
            "the service may not attach to the compose project 'billing'; none is allowed; name it in the service's configuration, or use "
                + "a target under compose/",
            None.Refuses(Target("billing")));
        Assert.Equal(
            "the service may not attach to the compose project 'billing'; allowed: staging",
            Staging.Refuses(Target("billing")));
        Assert.Null(Staging.Refuses(Target("staging")));
    }

    [Fact]
    public void Addresses_are_allowed_one_by_one_and_the_brokers_counts()
    {
        Assert.Equal(
            "the service may not use a:1, b:2; no address is allowed; name each in the service's option 'allowedAddresses', or use a "
                + "target under compose/",
            None.Refuses(Servers));
        Assert.Equal(
            "the service may not use b:2; allowed: a:1; name each in the service's option 'allowedAddresses', or use a target "
                + "under compose/",
            new AttachRule([], ["a:1"]).Refuses(Servers));
        Assert.Null(new AttachRule([], ["a:1", "b:2"]).Refuses(Servers));
    }

    private static readonly TargetSpec Servers = new(
        new TargetDefinition
        {
            Name = "a:1", Database = "merklekv",
            Nodes = [new("kv1", "node") { Address = "a:1" }, new("broker", "broker") { Address = "b:2" }],
        },
        null, new Dictionary<string, string>());

    private static TargetSpec Target(string? attach) =>
        new(new TargetDefinition { Name = "etcd", Database = "etcd", Nodes = [] }, attach, new Dictionary<string, string>());
}
