using ChaosService.Docker.Engine;
using ChaosService.Host.Composition;
using ChaosService.Model.Clusters;
using Xunit;

namespace ChaosService.Tests.Host;

public sealed class MachineFactsTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Engine_that_a_run_needs_and_that_does_not_answer_is_an_error()
    {
        using var docker = new EngineEndpoint(new Uri("unix:///nowhere/docker.sock")).CreateClient();
        var failure = await Assert.ThrowsAsync<ClusterUnavailableException>(() => MachineFacts.ReadAsync(docker, Stop));
        Assert.Contains("/nowhere/docker.sock", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_without_an_engine_has_no_version_of_one() => Assert.Equal(
        ["chaosservice", "runtime", "kernel", "machine"], (await MachineFacts.ReadAsync(null, Stop)).Select(f => f.Key));
}
