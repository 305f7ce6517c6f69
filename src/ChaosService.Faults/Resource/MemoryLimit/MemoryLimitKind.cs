using ChaosService.Faults.Container;
using ChaosService.Faults.Resource.Cgroups;
using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;
using ChaosService.Model.Faults;
using Docker.DotNet;

namespace ChaosService.Faults.Resource.MemoryLimit;

/// <summary>Limits the memory of nodes: the kernel first reclaims page cache, then kills a process.</summary>
internal sealed class MemoryLimitKind(DockerClient docker, ContainerStates containers, NodeLimits limits)
    : LimitKind(docker, containers, limits, MemoryKnob.Instance)
{
    private const long PageBytes = 4096;
    private const long LeastBytes = 4 << 20;

    public override string Name => "memory-limit";

    public override string Summary => "lets nodes hold so much memory and no more (limit: 64MiB), by their control group";

    public override FaultParameters? Bind(MapReader reader)
    {
        reader.Require("limit", "write how much memory the node may hold, such as 64MiB");
        var limit = reader.Bytes("limit");
        if (limit >= LeastBytes) return new MemoryLimitParameters(limit.Value / PageBytes * PageBytes);
        if (limit is not null)
            reader.Problems.Add(
                reader.PlaceOf("limit"), "'limit' is too little", reader.Text("limit"),
                $"write at least {Quantity.FormatBytes(LeastBytes)}: no server starts in less");
        return null;
    }

    public override IReadOnlyList<string> DryRun(
        FaultParameters parameters, IReadOnlyList<string> nodes, IReadOnlyList<ClusterNode> members) =>
    [
        .. nodes.Select(
            n => $"echo {((MemoryLimitParameters)parameters).LimitBytes} > <control group of {n}>/memory.limit_in_bytes (v2: memory.max); "
                + $"at the end: the value found before, and start {n} if it died"),
    ];

    public override IFault Create(FaultRequest request) =>
        new MemoryLimitFault(request, (MemoryLimitParameters)request.Parameters, Containers, Limits);
}
