using ChaosService.Docker.Processes;
using ChaosService.Model.Clusters;
using ChaosService.Tests.Engine.Fakes;
using Docker.DotNet.Models;

namespace ChaosService.Docker.Tests.Clusters;

[Trait("needs", "docker")]
public sealed class ClusterProviderTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Up_runs_every_member_with_the_server_as_first_process_on_a_filesystem_of_its_own()
    {
        await using var stage = new Stage();
        var cluster = await stage.UpAsync(Targets.Etcd);

        var devices = new HashSet<string>();
        foreach (var node in cluster.Nodes)
        {
            var runtime = cluster.LastKnown(node.Name);
            Assert.Equal(NodeState.Running, runtime.State);
            Assert.NotNull(runtime.Address);
            Assert.Equal("etcd", (await File.ReadAllTextAsync($"/proc/{runtime.Pid}/comm", Cancellation)).Trim());
            var mount = Assert.Single(runtime.Mounts, m => m.NodePath == "/data");
            var stat = await CommandRunner.RunOrThrowAsync(new Command("stat", "--format", "%d", mount.HostPath), Cancellation);
            Assert.True(devices.Add(stat.Trim()), $"{node.Name} shares its filesystem");
            Assert.InRange(new DriveInfo(mount.HostPath).TotalSize, Targets.VolumeBytes * 8 / 10, Targets.VolumeBytes);
        }

        await stage.Provider.DownAsync(cluster, new Progress<string>(), Cancellation);
        Assert.Empty(await stage.LeftAsync());
    }

    [Fact]
    public async Task Restart_of_a_node_is_announced_with_its_new_process_known()
    {
        await using var stage = new Stage();
        var cluster = await stage.UpAsync(Targets.Etcd);
        var before = cluster.LastKnown("etcd2");
        var announced = new TaskCompletionSource<(string Node, NodeRuntime Runtime)>(TaskCreationOptions.RunContinuationsAsynchronously);
        cluster.NodeStarted += node => announced.TrySetResult((node, cluster.LastKnown(node)));

        await stage.Docker.Containers.KillContainerAsync(before.ContainerId, new ContainerKillParameters(), Cancellation);
        await stage.Docker.Containers.StartContainerAsync(before.ContainerId, cancellationToken: Cancellation);

        var (node, after) = await announced.Task.WaitAsync(Wait.Limit, Cancellation);
        Assert.Equal("etcd2", node);
        Assert.Equal(NodeState.Running, after.State);
        Assert.NotEqual(before.Pid, after.Pid);
        Assert.True(Directory.Exists($"/proc/{after.Pid}"));
        Assert.NotNull(after.Address);
    }

    [Fact]
    public async Task Recipe_removes_a_running_target_without_its_compose_file_and_may_be_carried_out_twice()
    {
        await using var stage = new Stage();
        var file = Path.Combine(stage.Directory, "docker-compose.yaml");
        File.Copy(Targets.Etcd.ComposeFile!, file);
        var request = stage.Request(Targets.Etcd with { ComposeFile = file });
        var recipe = stage.Provider.RecipeFor(request)!;
        var cluster = await stage.Provider.UpAsync(request, new Progress<string>(), Cancellation);
        await stage.Docker.Containers.PauseContainerAsync(cluster.LastKnown("etcd1").ContainerId, Cancellation);
        File.Delete(file);
        Assert.NotEmpty(await stage.LeftAsync());

        await stage.NewProvider().RevertLeftoverAsync(recipe, Cancellation);
        Assert.Empty(await stage.LeftAsync());
        await stage.NewProvider().RevertLeftoverAsync(recipe, Cancellation);
    }

    [Fact]
    public async Task Recipe_removes_what_half_an_up_made()
    {
        await using var stage = new Stage();
        var recipe = stage.Provider.RecipeFor(stage.Request(Targets.Etcd))!;
        // Killed after the first filesystem: one is mounted, the next is an empty file, no container was made yet.
        await new Volumes.NodeVolumes(stage.Volumes, new Volumes.EngineMounts(null), TimeProvider.System).CreateAsync(
            ["etcd1"], Targets.VolumeBytes, Cancellation);
        await File.WriteAllTextAsync(Path.Combine(stage.Volumes, "etcd2.img"), "", Cancellation);
        Assert.NotEmpty(await stage.LeftAsync());

        await stage.Provider.RevertLeftoverAsync(recipe, Cancellation);
        Assert.Empty(await stage.LeftAsync());
    }

    [Fact]
    public async Task Attach_finds_the_services_of_a_running_project_and_leaves_them_when_it_ends()
    {
        await using var stage = new Stage();
        await stage.UpAsync(Targets.Etcd);
        var other = stage.NewProvider();
        var request = stage.Request(new TargetDefinition { Name = "mine", Database = "etcd", Nodes = [] }, attach: true);

        Assert.Null(other.RecipeFor(request));
        var cluster = await other.UpAsync(request, new Progress<string>(), Cancellation);
        Assert.Equal([new("etcd1", "etcd"), new("etcd2", "etcd"), new("etcd3", "etcd")], cluster.Nodes);
        await other.DownAsync(cluster, new Progress<string>(), Cancellation);
        Assert.Contains(await stage.LeftAsync(), left => left.StartsWith("container", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Logs_are_copied_without_the_frames_they_come_in()
    {
        await using var stage = new Stage();
        var cluster = await stage.UpAsync(Targets.Written(stage.Directory, "talker", """
            image: debian:bookworm-slim
            command: ["sh", "-c", "echo out; echo err >&2; exec sleep 60"]
            """));
        using var log = new MemoryStream();
        await cluster.CopyLogsAsync("talker", log, Cancellation);
        var lines = System.Text.Encoding.UTF8.GetString(log.ToArray()).TrimEnd().Split('\n');
        Assert.Equal(["err", "out"], lines.Select(l => l.Split(' ')[^1]).Order());
    }
}
