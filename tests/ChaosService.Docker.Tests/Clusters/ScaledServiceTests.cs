using ChaosService.Faults.Container.Pause;
using ChaosService.Faults.Network;
using ChaosService.Faults.Network.Partition;
using ChaosService.Faults.Network.State;
using ChaosService.Model.Clusters;

namespace ChaosService.Docker.Tests.Clusters;

/// <summary>One service, several containers: <c>member</c> is all of them, <c>member-2</c> one.</summary>
[Trait("needs", "docker")]
public sealed class ScaledServiceTests(ITestOutputHelper output)
{
    private const string Services = "services: { member: *sleeper, proxy: *sleeper }";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_container_is_a_node_and_the_services_name_means_all()
    {
        await using var project = await WrittenProject.UpAsync(Services, "--scale", "member=3");
        var cluster = await project.AttachAsync("member", "proxy");
        Assert.Equal(["member-1", "member-2", "member-3", "proxy"], cluster.Nodes.Select(n => n.Name));
        Assert.Equal(4, cluster.Nodes.Select(n => cluster.LastKnown(n.Name).ContainerId).Distinct().Count());

        await using var pause = project.Fault(cluster, "container-pause", new PauseParameters(), "member");
        await pause.PrepareAsync(Stop);
        await pause.InjectAsync(Stop);
        foreach (var node in cluster.Nodes)
            Assert.Equal(
                node.Service == "member" ? NodeState.Paused : NodeState.Running, (await cluster.InspectAsync(node.Name, Stop)).State);
        await pause.RevertAsync(Stop);
        Assert.True((await pause.ObserveRecoveryAsync(Stop)).Seen);
    }

    [Fact]
    public async Task One_container_is_cut_off_from_the_others_of_its_service()
    {
        await using var project = await WrittenProject.UpAsync(Services, "--scale", "member=3");
        var cluster = await project.AttachAsync();
        Assert.Equal(["member-1", "member-2", "member-3", "proxy"], cluster.Nodes.Select(n => n.Name));

        await using var cut = project.Fault(
            cluster, "network-partition", new PartitionParameters(new(PeerScope.Names, ["member"]), Direction.Both), "member-2");
        await cut.PrepareAsync(Stop);
        await cut.InjectAsync(Stop);
        var effect = await cut.ObserveEffectAsync(Stop);
        output.WriteLine(effect.Evidence);
        Assert.True(effect.Seen, effect.Evidence);
        Assert.Contains("member-2 → member-1", effect.Evidence);
        Assert.Contains("member-2 → member-3", effect.Evidence);
        Assert.DoesNotContain("proxy", effect.Evidence);
        await cut.RevertAsync(Stop);
        Assert.True((await cut.ObserveRecoveryAsync(Stop)).Seen);
    }

    [Fact]
    public async Task Others_keep_their_names_when_the_first_is_gone_and_are_followed_by_them()
    {
        await using var project = await WrittenProject.UpAsync(Services, "--scale", "member=3");
        await WrittenProject.DockerAsync("rm", "-f", $"{project.Name}_member_1");
        var cluster = await project.AttachAsync("member");
        Assert.Equal(["member-2", "member-3"], cluster.Nodes.Select(n => n.Name));

        var started = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        cluster.NodeStarted += node => started.TrySetResult(node);
        await WrittenProject.DockerAsync("restart", "-t", "0", $"{project.Name}_member_3");
        Assert.Equal("member-3", await started.Task.WaitAsync(TimeSpan.FromSeconds(10), Stop));
    }

    [Fact]
    public async Task Last_container_of_a_service_is_the_service_whatever_its_number()
    {
        await using var project = await WrittenProject.UpAsync(Services, "--scale", "member=2");
        await WrittenProject.DockerAsync("rm", "-f", $"{project.Name}_member_1");
        Assert.Equal(["member"], (await project.AttachAsync("member")).Nodes.Select(n => n.Name));
        Assert.Equal(["member-2"], (await project.AttachAsync("member-2")).Nodes.Select(n => n.Name));
        var refusal = await Assert.ThrowsAsync<ClusterUnavailableException>(() => project.AttachAsync("member-1"));
        Assert.Contains("has no container for the service member-1", refusal.Message);
    }
}
