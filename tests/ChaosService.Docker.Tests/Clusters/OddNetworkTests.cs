using ChaosService.Model.Clusters;

namespace ChaosService.Docker.Tests.Clusters;

/// <summary>
/// A node without a network of its own is refused at once, by name: a fault on it would hit others, and nobody could reach it.
/// </summary>
[Trait("needs", "docker")]
public sealed class OddNetworkTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("network_mode: host", "is in this machine's own network (network_mode: host)")]
    [InlineData("network_mode: none", "has no network (network_mode: none)")]
    [InlineData("network_mode: \"service:other\"", "is in another container's network (network_mode: service or container)")]
    public async Task Node_without_a_network_of_its_own_is_refused_at_once(string mode, string why)
    {
        await using var project = await WrittenProject.UpAsync($$"""services: { other: *sleeper, solo: { <<: *sleeper, {{mode}} } }""");
        var refusal = await Assert.ThrowsAsync<ClusterUnavailableException>(() => project.AttachAsync("solo"));
        output.WriteLine(refusal.Message);
        Assert.StartsWith($"The node solo of {project.Name} {why}", refusal.Message);
        Assert.Single((await project.AttachAsync("other")).Nodes);
    }

    [Fact]
    public async Task Node_on_two_networks_has_an_address_on_one()
    {
        await using var project = await WrittenProject.UpAsync(
            """
            services: { a: { <<: *sleeper, networks: [front, peer] }, b: { <<: *sleeper, networks: [peer] } }
            networks: { front: {}, peer: { internal: true } }
            """);
        var cluster = await project.AttachAsync("a", "b");
        Assert.All(cluster.Nodes, n => Assert.NotNull(cluster.LastKnown(n.Name).Address));
    }
}
