using ChaosService.Faults.Resource.Cgroups;
using ChaosService.Faults.Resource.CpuLimit;
using ChaosService.Faults.Resource.MemoryLimit;
using ChaosService.Faults.Resource.PidsLimit;

namespace ChaosService.Tests.Faults.Resource;

/// <summary>Both versions of control groups, as directories of a test.</summary>
public sealed class NodeCgroupTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("chaosservice-cgroup-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData("cpu")]
    [InlineData("cpu,cpuacct")]
    public void Version_1_has_a_group_for_each_controller(string mount)
    {
        var file = Write($"{mount}/docker/c1/cpu.cfs_quota_us", "-1\n");
        Write("memory/docker/c1/memory.limit_in_bytes", "9223372036854771712\n");
        var cgroup = NodeCgroup.Parse(["5:memory:/docker/c1", "4:cpu,cpuacct:/docker/c1", "0::/"], _root);
        Assert.False(cgroup.IsVersion2("cpu"));
        Assert.Equal(file, CpuKnob.Instance.PathIn(cgroup));
        Assert.NotNull(MemoryKnob.Instance.PathIn(cgroup));
        Assert.Null(PidsKnob.Instance.PathIn(cgroup));
    }

    [Theory]
    [InlineData("")]
    [InlineData("unified/")]
    public void Version_2_has_one_group_with_the_controllers_that_are_enabled(string mount)
    {
        Write($"{mount}system.slice/docker-c1.scope/cgroup.controllers", "cpu memory\n");
        var cpu = Write($"{mount}system.slice/docker-c1.scope/cpu.max", "max 100000\n");
        Write($"{mount}system.slice/docker-c1.scope/pids.max", "max\n");
        var cgroup = NodeCgroup.Parse(["0::/system.slice/docker-c1.scope"], _root);
        Assert.True(cgroup.IsVersion2("cpu"));
        Assert.Equal(cpu, CpuKnob.Instance.PathIn(cgroup));
        Assert.Null(PidsKnob.Instance.PathIn(cgroup));
    }

    [Fact]
    public void Group_that_cannot_be_seen_from_here_is_not_found() =>
        Assert.Null(CpuKnob.Instance.PathIn(NodeCgroup.Parse(["0::/../docker-c1.scope", "broken"], _root)));

    [Fact]
    public void Quota_keeps_the_period_that_is_there()
    {
        var directory = Path.GetDirectoryName(Write("cpu/c1/cpu.cfs_period_us", "50000\n"))!;
        Assert.Equal("10000", CpuKnob.Instance.Text(200_000, "-1", directory, version2: false));
        Assert.Equal("1000", CpuKnob.Instance.Text(10_000, "-1", directory, version2: false));
        Assert.Equal("20000 100000", CpuKnob.Instance.Text(200_000, "max 100000", directory, version2: true));
        Assert.Equal(200_000, CpuKnob.Instance.Amount("20000 100000", directory, version2: true));
        Assert.Equal(1_500_000, CpuKnob.Instance.Amount("75000", directory, version2: false));
    }

    [Fact]
    public void No_limit_has_a_word_of_its_own_in_each_version()
    {
        Assert.Null(CpuKnob.Instance.Amount("-1", _root, version2: false));
        Assert.Null(CpuKnob.Instance.Amount("max 100000", _root, version2: true));
        Assert.Null(MemoryKnob.Instance.Amount("9223372036854771712", _root, version2: false));
        Assert.Null(MemoryKnob.Instance.Amount("max", _root, version2: true));
        Assert.Equal(65536, MemoryKnob.Instance.Amount("65536", _root, version2: true));
        Assert.Null(PidsKnob.Instance.Amount("max", _root, version2: true));
        Assert.Equal(7, PidsKnob.Instance.Amount("7", _root, version2: false));
    }

    [Fact]
    public void Use_is_read_in_both_versions()
    {
        var cpu = Path.GetDirectoryName(Write("c2/cpu.stat", "usage_usec 1500000\nnr_periods 10\nnr_throttled 4\nthrottled_usec 9\n"))!;
        Write("c2/cgroup.controllers", "cpu memory\n");
        Assert.Equal(new CpuUse(1.5, 10, 4), CpuUse.Of(NodeCgroup.Parse(["0::/c2"], _root)));
        Write("c2/memory.current", "8192\n");
        Write("c2/memory.stat", "anon 4096\nfile 4096\n");
        Write("c2/memory.events", "low 0\nmax 3\noom 1\noom_kill 1\n");
        Assert.Equal(new MemoryUse(8192, 4096, 3, 1), MemoryUse.Of(cpu, version2: true));

        Write("cpu/c1/cpu.stat", "nr_periods 2\nnr_throttled 1\nthrottled_time 5\n");
        Write("cpuacct/c1/cpuacct.usage", "2500000000\n");
        var old = NodeCgroup.Parse(["1:cpu:/c1", "2:cpuacct:/c1", "3:memory:/c1"], _root);
        Assert.Equal(new CpuUse(2.5, 2, 1), CpuUse.Of(old));
        var memory = Path.GetDirectoryName(Write("memory/c1/memory.usage_in_bytes", "8192\n"))!;
        Write("memory/c1/memory.stat", "rss 1\ntotal_rss 4096\n");
        Write("memory/c1/memory.failcnt", "6\n");
        Write("memory/c1/memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 2\n");
        Assert.Equal(new MemoryUse(8192, 4096, 6, 2), MemoryUse.Of(memory, version2: false));
    }

    private string Write(string file, string text)
    {
        var path = Path.Combine(_root, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }
}
