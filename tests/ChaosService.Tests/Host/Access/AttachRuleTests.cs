using ChaosService.Host.Access;
using ChaosService.Model.Clusters;
using ChaosService.Model.Experiments;

namespace ChaosService.Tests.Host.Access;

public sealed class AttachRuleTests
{
    private static readonly AccessOptions None = new() { StateDirectory = "state", OpenWithoutTokens = true, LoopbackOnly = true };

    [Fact]
    public void Target_of_the_services_own_is_allowed() => Assert.Null(AttachRule.Refuses(Target(attach: null), None));

    [Fact]
    public void Running_project_is_refused_unless_it_is_configured()
    {
        Assert.Equal(
            "the service may not attach to the compose project 'billing'; none is allowed; name it in the service's configuration, or use a target under compose/",
            AttachRule.Refuses(Target("billing"), None));
        Assert.Equal(
            "the service may not attach to the compose project 'billing'; allowed: staging",
            AttachRule.Refuses(Target("billing"), None with { AttachableProjects = ["staging"] }));
        Assert.Null(AttachRule.Refuses(Target("staging"), None with { AttachableProjects = ["staging"] }));
    }

    private static TargetSpec Target(string? attach) =>
        new(new TargetDefinition { Name = "etcd", Database = "etcd", Nodes = [] }, attach, new Dictionary<string, string>());
}
