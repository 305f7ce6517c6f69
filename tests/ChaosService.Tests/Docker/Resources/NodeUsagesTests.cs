using ChaosService.Docker.Resources;
using ChaosService.Model.Clusters;
using ChaosService.Tests.Engine.Fakes;

namespace ChaosService.Tests.Docker.Resources;

/// <summary>On a <c>/proc</c> made by hand.</summary>
public sealed class NodeUsagesTests : IDisposable
{
    private readonly TempDirectory _proc = new();

    public NodeUsagesTests()
    {
        Link("self", "pid:[1]");
        Process(10, "pid:[1]", kib: 5000, files: 50);
        Process(100, "pid:[2]", kib: 1000, files: 3);
        Process(101, "pid:[2]", kib: 24, files: 2);
        Process(200, "pid:[3]", kib: 7, files: 1);
    }

    public void Dispose() => _proc.Dispose();

    [Fact]
    public void Node_is_all_processes_of_its_namespace() =>
        Assert.Equal(
            [new NodeUsage("n1", "100-4711", 1024 * 1024, 5), new NodeUsage("n2", "200-4711", 7 * 1024, 1)],
            Measure(Node("n1", 100), Node("n2", 200)));

    [Fact]
    public void Process_that_a_fault_put_beside_a_node_is_not_the_nodes()
    {
        Process(102, "pid:[2]", kib: 9000, files: 9);
        File.WriteAllText(_proc.File("102/cgroup"), "4:memory:/docker/0123/chaosservice-stress-r1-f1\n");
        Assert.Equal([new NodeUsage("n1", "100-4711", 1024 * 1024, 5)], Measure(Node("n1", 100)));
        Assert.Equal([100, 101, 102], new ProcessTable(_proc.Path).WithGuests(100).Order());
    }

    [Fact]
    public void Node_that_does_not_run_is_absent() => Assert.Empty(Measure(Node("n1", 0), Node("n2", 999)));

    [Fact]
    public void Pid_that_was_given_to_a_process_of_the_machine_is_no_node() => Assert.Empty(Measure(Node("n1", 10)));

    [Fact]
    public void Process_without_memory_counts_as_none() => Assert.Equal(0, ProcessTable.AnonymousBytes(["Name:\tkthreadd", "State:\tZ"]));

    private IReadOnlyList<NodeUsage> Measure(params NodeRuntime[] nodes) => NodeUsages.Measure(nodes, _proc.Path);

    private static NodeRuntime Node(string name, int pid) =>
        new(name, new("id"), pid > 0 ? NodeState.Running : NodeState.Exited, pid, null, null, 0, []);

    private void Process(int pid, string space, int kib, int files)
    {
        Link($"{pid}", space);
        File.WriteAllText(_proc.File($"{pid}/status"), $"Name:\tx\nRssAnon:\t    {kib} kB\nRssFile:\t 9999 kB\n");
        File.WriteAllText(_proc.File($"{pid}/stat"), $"{pid} (a b) c) S {string.Join(' ', Enumerable.Range(4, 18))} 4711 0 0\n");
        Directory.CreateDirectory(_proc.File($"{pid}/fd"));
        for (var i = 0; i < files; i++) File.WriteAllText(_proc.File($"{pid}/fd/{i}"), "");
    }

    private void Link(string process, string space)
    {
        Directory.CreateDirectory(_proc.File($"{process}/ns"));
        File.CreateSymbolicLink(_proc.File($"{process}/ns/pid"), space);
    }
}
