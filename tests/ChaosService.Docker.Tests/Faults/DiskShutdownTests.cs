using ChaosService.Docker.Processes;
using ChaosService.Faults.Clock;
using ChaosService.Faults.Container.Kill;
using ChaosService.Faults.Disk;
using ChaosService.Faults.Disk.Fill;
using ChaosService.Faults.Disk.IoError;
using ChaosService.Faults.Disk.PowerLoss;
using ChaosService.Faults.Disk.Stall;
using ChaosService.Model.Clusters;
using ChaosService.Model.Faults;

namespace ChaosService.Docker.Tests.Faults;

/// <summary>Filesystems that are shut down: what was fsynced is there after, and nothing else.</summary>
[Trait("needs", "docker")]
public sealed class DiskShutdownTests(SmallCluster small, ITestOutputHelper output) : IClassFixture<SmallCluster>
{
    private const int RecordCount = 40;

    private static readonly string[] All = [.. Enumerable.Range(0, RecordCount).Select(i => $"{i}")];
    private static readonly string[] Fsynced = [.. Enumerable.Range(0, RecordCount).Where(i => i % 3 == 0).Select(i => $"{i}")];

    /// <summary>A file a record, every third one fsynced. Its content tells a record from a name without one.</summary>
    private const string Writer =
        """
        use IO::Handle;
        mkdir "/data/log" or die;
        for my $i (0 .. 39) {
          open my $f, '>', "/data/log/$i" or die; print $f "record $i" x 100 or die; $f->flush or die;
          if ($i % 3 == 0) { $f->sync or die }
        }
        """;

    public static TheoryData<string> Kinds => ["disk-power-loss", "disk-io-error"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Power_loss_keeps_exactly_what_was_fsynced_and_a_kill_keeps_all()
    {
        await RunAsync("n1", "perl", "-e", Writer);
        await CarryOutAsync(small.Fault("f1", "container-kill", new KillParameters("KILL", TimeSpan.FromSeconds(1)), "n1"));
        Assert.Equal(All, await RecordsAsync("n1"));

        // The first writer's records are as old as the kill took, and its folder is not fsynced.
        await RunAsync("n1", "rm", "-r", "/data/log");
        await RunAsync("n1", "perl", "-e", Writer);
        await CarryOutAsync(Fault("f2", "disk-power-loss", "n1"));
        Assert.Equal(Fsynced, await RecordsAsync("n1"));
        await RunAsync("n1", "rm", "-r", "/data/log");
    }

    [Fact]
    public async Task Io_error_is_what_every_process_of_the_node_gets_until_it_is_started_again()
    {
        await using var fault = Fault("f1", "disk-io-error", "n2");
        await fault.PrepareAsync(Stop);
        Assert.False((await fault.ObserveEffectAsync(Stop)).Seen);
        await fault.InjectAsync(Stop);
        Assert.Contains("a write to n2:/data fails: input/output error", (await SeenAsync(fault.ObserveEffectAsync)).Evidence);
        foreach (var command in new[] { "cat /data/records", "touch /data/new" })
            Assert.Contains("Input/output error", (await TryAsync("n2", "sh", "-c", command)).Error);

        await small.RestartAsync("n2");
        await SeenAsync(fault.ObserveEffectAsync);
        await fault.RevertAsync(Stop);
        await fault.RevertAsync(Stop);
        await SeenAsync(fault.ObserveRecoveryAsync);
        Assert.Equal(SmallCluster.Records, await RunAsync("n2", "cat", "/data/records"));
        await RunAsync("n2", "touch", "/data/records");
    }

    [Theory]
    [InlineData("disk-power-loss", 0)]
    [InlineData("disk-power-loss", 1)]
    [InlineData("disk-io-error", 2)]
    [InlineData("disk-io-error", 3)]
    public async Task Leftover_is_undone_by_a_new_life_wherever_its_process_died(string kind, int steps)
    {
        var fault = Fault("f1", kind, "n1");
        var recipe = await fault.PrepareAsync(Stop);
        var node = await small.NodeAsync("n1");
        var volume = node.Mounts.Single(m => m.NodePath == "/data").HostPath;
        Func<Task>[] way =
        [
            () => SmallCluster.DockerAsync("pause", node.ContainerId),
            () => Task.Run(() => Filesystem.ShutDown(volume)),
            () => SmallCluster.DockerAsync("kill", node.ContainerId),
            () => CommandRunner.RunOrThrowAsync(new("umount", volume), Stop),
        ];
        foreach (var step in way.Take(steps + 1)) await step();

        var later = small.NewLife()[kind];
        await later.RevertLeftoverAsync(recipe, Stop);
        await later.RevertLeftoverAsync(recipe, Stop);
        Assert.Equal(NodeState.Running, (await small.NodeAsync("n1")).State);
        Assert.Equal(SmallCluster.Records, await RunAsync("n1", "cat", "/data/records"));
        await RunAsync("n1", "touch", "/data/records");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Node_that_a_kill_holds_down_gets_its_disk_back_and_stays_down(string kind)
    {
        await using var fault = Fault("f1", kind, "n3");
        await using var kill = small.Fault("f2", "container-kill", new KillParameters("KILL", TimeSpan.FromSeconds(3)), "n3");
        await fault.PrepareAsync(Stop);
        await kill.PrepareAsync(Stop);
        await kill.InjectAsync(Stop);
        await fault.InjectAsync(Stop);
        await SeenAsync(fault.ObserveEffectAsync);
        await fault.RevertAsync(Stop);
        await SeenAsync(fault.ObserveRecoveryAsync);
        Assert.Equal(NodeState.Exited, (await small.NodeAsync("n3")).State);
        await kill.RevertAsync(Stop);
        await RunAsync("n3", "touch", "/data/records");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Filesystem_that_another_fault_acts_on_is_refused(string kind)
    {
        await using var fault = Fault("f1", kind, "n2");
        foreach (var other in new[]
        {
            small.Fault("f2", "disk-stall", new StallParameters(null), "n2"),
            small.Fault("f2", "disk-fill", new FillParameters(0.5, null, null), "n2"), Fault("f2", "disk-io-error", "n2"),
        })
        {
            await other.PrepareAsync(Stop);
            await other.InjectAsync(Stop);
            output.WriteLine((await Assert.ThrowsAsync<FaultRefusedException>(() => fault.PrepareAsync(Stop))).Message);
            await other.RevertAsync(Stop);
        }
        await fault.PrepareAsync(Stop);
    }

    [Fact]
    public async Task Other_faults_are_refused_on_a_filesystem_that_fails()
    {
        await using var fault = Fault("f1", "disk-io-error", "n2");
        await fault.PrepareAsync(Stop);
        await fault.InjectAsync(Stop);
        await using var fill = small.Fault("f2", "disk-fill", new FillParameters(0.5, null, null), "n2");
        var refusal = await Assert.ThrowsAsync<FaultRefusedException>(() => fill.PrepareAsync(Stop));
        Assert.Equal("n2:/data fails every read and write while f1 is in force; begin after its end.", refusal.Message);
        await fault.RevertAsync(Stop);
        await fill.PrepareAsync(Stop);
    }

    [Fact]
    public async Task Fill_and_clock_that_were_taken_back_do_not_come_back_with_a_loss_of_power()
    {
        var free = new DriveInfo($"/proc/{(await small.NodeAsync("n1")).Pid}/root/data").AvailableFreeSpace;
        await CarryOutAsync(small.Fault("f1", "disk-fill", new FillParameters(0.5, null, null), "n1"));
        var skew = new ClockSkewParameters(TimeSpan.FromHours(1), null, null);
        await CarryOutAsync(small.Fault("f3", "clock-skew", skew, "n1"));
        await CarryOutAsync(Fault("f2", "disk-power-loss", "n1"));
        Assert.False(File.Exists($"/proc/{(await small.NodeAsync("n1")).Pid}/root{SmallCluster.ClockFile}"));
        Assert.Equal(free, new DriveInfo($"/proc/{(await small.NodeAsync("n1")).Pid}/root/data").AvailableFreeSpace);
    }

    private IFault Fault(string id, string kind, params string[] nodes) => small.Fault(
        id, kind, kind == "disk-io-error" ? new IoErrorParameters(null) : new PowerLossParameters(TimeSpan.FromSeconds(1), null), nodes);

    /// <summary>From its preparation to its proven end.</summary>
    private async Task CarryOutAsync(IFault fault)
    {
        await fault.PrepareAsync(Stop);
        await fault.InjectAsync(Stop);
        await SeenAsync(fault.ObserveEffectAsync);
        await fault.RevertAsync(Stop);
        await SeenAsync(fault.ObserveRecoveryAsync);
        await fault.DisposeAsync();
    }

    private async Task<Proof> SeenAsync(Func<CancellationToken, Task<Proof>> observe)
    {
        var proof = await observe(Stop);
        output.WriteLine(proof.Evidence);
        Assert.True(proof.Seen, proof.Evidence);
        return proof;
    }

    /// <summary>Those that are whole, by number.</summary>
    private async Task<string[]> RecordsAsync(string node)
    {
        var folder = $"/proc/{(await small.NodeAsync(node)).Pid}/root/data/log";
        return [.. All.Where(
            i => File.Exists($"{folder}/{i}")
                && File.ReadAllText($"{folder}/{i}") == string.Concat(Enumerable.Repeat($"record {i}", 100)))];
    }

    private Task<string> RunAsync(string node, params string[] command) =>
        SmallCluster.DockerAsync(["exec", small.NameOf(node), .. command]);

    private Task<CommandResult> TryAsync(string node, params string[] command) =>
        CommandRunner.RunAsync(new("docker", ["exec", small.NameOf(node), .. command]), Stop);
}
