using ChaosService.Model.Clusters;

namespace ChaosService.Docker.Resources;

/// <summary>
/// The resources that the processes of containers use, read from the host's <c>/proc</c>: the node is not involved, so a paused one is
/// measured, too.
/// </summary>
internal static class NodeUsages
{
    public static IReadOnlyList<NodeUsage> Measure(IEnumerable<NodeRuntime> nodes, string proc = "/proc")
    {
        var table = new ProcessTable(proc);
        return [.. nodes.Where(n => n.Pid > 0).Select(n => Of(n, table)).OfType<NodeUsage>()];
    }

    private static NodeUsage? Of(NodeRuntime node, ProcessTable table)
    {
        var usages = table.Beside(node.Pid).Select(table.Usage).OfType<(long MemoryBytes, long OpenFiles)>().ToList();
        // Between a kill and the engine's event the pid is free, or was reused by another process.
        return usages.Count == 0 || table.StartTicks(node.Pid) is not { } ticks
            ? null
            : new NodeUsage(node.Node, $"{node.Pid}-{ticks}", usages.Sum(u => u.MemoryBytes), usages.Sum(u => u.OpenFiles));
    }
}
