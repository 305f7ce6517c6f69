using ChaosService.Docker.Processes;
using ChaosService.Faults.Resource.Cgroups;
using ChaosService.Faults.Resource.CpuStress;
using ChaosService.Faults.Resource.MemoryStress;
using ChaosService.Faults.Resource.Stress;
using ChaosService.Tests.Engine.Fakes;

namespace ChaosService.Tests.Faults.Resource;

/// <summary>What runs in nodes, as values, and the groups it runs in on a tree made by hand.</summary>
public sealed class StressTests : IDisposable
{
    private readonly TempDirectory _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public void Workers_with_a_share_are_stopped_for_the_rest_of_each_cycle()
    {
        var script = SpinScript.For(new CpuStressParameters(2, 0.25));
        Assert.Contains("while [ $i -lt 2 ]", script);
        Assert.Contains("sleep 0.025; kill -STOP $all; sleep 0.075; kill -CONT $all", script);
        Assert.EndsWith("wait $all", SpinScript.For(new CpuStressParameters(2, 1)));
    }

    [Fact]
    public void Command_enters_the_node_s_processes_and_nothing_else()
    {
        var command = StressCommand.For(7, ["/g/1", "/g/2"], "work", new Dictionary<string, string>());
        Assert.Equal("nsenter", command.Program);
        Assert.Equal(["--target", "7", "--pid", "--", "sh", "-c"], command.Arguments.Take(6));
        Assert.Equal(["chaosservice-stress", "/g/1", "/g/2"], command.Arguments.Skip(7));
        Assert.True(command.HoldsInput);
    }

    [Fact]
    public void Group_is_below_the_node_s_own_and_has_the_weight_of_its_tasks()
    {
        Directory.CreateDirectory(_root.File("cpu/docker/1/chaosservice-stress-r-f1"));
        Directory.CreateDirectory(_root.File("memory/docker/1"));
        File.WriteAllText(_root.File("cpu/docker/1/chaosservice-stress-r-f1/cpu.shares"), "1024");
        var node = NodeCgroup.Parse(["1:cpu:/docker/1", "4:memory:/docker/1"], _root.Path);
        var group = new StressGroup(node, StressGroup.NameOf("r", new("f1")));
        group.Make(tasks: 3);
        Assert.Equal(
            [_root.File("cpu/docker/1/chaosservice-stress-r-f1"), _root.File("memory/docker/1/chaosservice-stress-r-f1")],
            group.Directories);
        Assert.True(Directory.Exists(_root.File("memory/docker/1/chaosservice-stress-r-f1")));
        Assert.Equal("3072", File.ReadAllText(_root.File("cpu/docker/1/chaosservice-stress-r-f1/cpu.shares")));
        File.WriteAllText(_root.File("memory/docker/1/chaosservice-stress-r-f1/cgroup.procs"), "12\n13\n");
        Assert.Equal([12, 13], group.Processes());
    }

    [Fact]
    public void Memory_that_the_machine_has_left_is_read() =>
        Assert.Equal(2048, MemoryStressFault.AvailableBytes(["MemFree:     9 kB", "MemAvailable:     2 kB"]));

    [Fact]
    public async Task Program_that_holds_its_input_reads_until_it_is_told_to_end()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var ready = _root.File("ready");
        var running = CommandRunner.RunAsync(
            new("sh", "-c", "echo > \"$0\"; cat", ready) { HoldsInput = true, Timeout = Timeout.InfiniteTimeSpan }, stop.Token);
        while (!File.Exists(ready)) await Task.Delay(10, stop.Token);
        Assert.NotEqual(running, await Task.WhenAny(running, Task.Delay(200, stop.Token)));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }
}
