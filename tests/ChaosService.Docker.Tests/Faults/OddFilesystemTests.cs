using ChaosService.Docker.Tests.Clusters;
using ChaosService.Faults.Disk.Fill;
using ChaosService.Model.Faults;

namespace ChaosService.Docker.Tests.Faults;

/// <summary>Filesystems as users' compose files make them.</summary>
[Trait("needs", "docker")]
public sealed class OddFilesystemTests(ITestOutputHelper output)
{
    private const string InMemory = """volumes: { d: { driver_opts: { type: tmpfs, device: tmpfs, o: "size=16m" } } }""";

    private static readonly FillParameters MostOf = new(0.9, null, null);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tmpfs_of_the_node_is_found_filled_and_freed()
    {
        await using var project = await WrittenProject.UpAsync(
            "services: { a: { <<: *sleeper, read_only: true, cap_drop: [ALL], tmpfs: [\"/data:size=16m,uid=1000\"] } }");
        var cluster = await project.AttachAsync("a");
        await using var fill = project.Fault(cluster, "disk-fill", MostOf, "a");
        await fill.PrepareAsync(Stop);
        await fill.InjectAsync(Stop);
        var effect = await fill.ObserveEffectAsync(Stop);
        output.WriteLine(effect.Evidence);
        Assert.True(effect.Seen, effect.Evidence);
        Assert.StartsWith("a:/data has 1.6 MiB free of 16 MiB", effect.Evidence);
        await fill.RevertAsync(Stop);
        Assert.True((await fill.ObserveRecoveryAsync(Stop)).Seen);
    }

    [Fact]
    public async Task Volume_that_is_a_tmpfs_goes_before_one_beside_it()
    {
        await using var project = await WrittenProject.UpAsync(
            $$"""
            services: { a: { <<: *sleeper, tmpfs: ["/run:size=8m"], volumes: ["d:/data"] } }
            {{InMemory}}
            """);
        await using var fill = project.Fault(await project.AttachAsync("a"), "disk-fill", MostOf, "a");
        var recipe = await fill.PrepareAsync(Stop);
        Assert.StartsWith("delete /data/", recipe.Description);
    }

    [Theory]
    [InlineData("tmpfs: [\"/run:size=8m\", \"/data:size=8m\"]", "has several tmpfs of its own (")]
    [InlineData("tmpfs: [/data]", "/data is on device ")]
    [InlineData("volumes: [\"/data\"]", "which the host uses at ")]
    [InlineData("stdin_open: true", "it has no volume and no tmpfs")]
    public async Task Node_whose_filesystem_cannot_be_told_or_is_not_its_own_is_refused(string mounts, string why)
    {
        await using var project = await WrittenProject.UpAsync($$"""services: { a: { <<: *sleeper, {{mounts}} } }""");
        await using var fill = project.Fault(await project.AttachAsync("a"), "disk-fill", MostOf, "a");
        var refusal = await Assert.ThrowsAsync<FaultRefusedException>(() => fill.PrepareAsync(Stop));
        output.WriteLine(refusal.Message);
        Assert.Contains(why, refusal.Message);
    }

    [Fact]
    public async Task Volume_that_a_stopped_container_has_as_well_is_refused()
    {
        await using var project = await WrittenProject.UpAsync(
            $$"""
            services: { a: { <<: *sleeper, volumes: ["d:/data"] }, b: { <<: *sleeper, volumes: ["d:/other"] } }
            {{InMemory}}
            """);
        await project.ComposeAsync("stop", "b");
        await using var fill = project.Fault(await project.AttachAsync("a"), "disk-fill", MostOf, "a");
        var refusal = await Assert.ThrowsAsync<FaultRefusedException>(() => fill.PrepareAsync(Stop));
        output.WriteLine(refusal.Message);
        Assert.Contains($"which the container {project.Name}_b_1 (stopped) uses as well", refusal.Message);
    }

    [Fact]
    public async Task Filesystem_that_is_as_full_as_that_already_is_refused()
    {
        await using var project = await WrittenProject.UpAsync("services: { a: { <<: *sleeper, tmpfs: [\"/data:size=16m\"] } }");
        var cluster = await project.AttachAsync("a");
        await WrittenProject.DockerAsync("exec", cluster.LastKnown("a").ContainerId, "fallocate", "-l", "15M", "/data/own");
        await using var fill = project.Fault(cluster, "disk-fill", MostOf, "a");
        var refusal = await Assert.ThrowsAsync<FaultRefusedException>(() => fill.PrepareAsync(Stop));
        output.WriteLine(refusal.Message);
        Assert.StartsWith("a:/data is as full as that already (1 MiB free of 16 MiB", refusal.Message);
    }
}
