using ChaosService.Docker.Processes;
using ChaosService.Faults.Container;
using ChaosService.Faults.Resource.Cgroups;
using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;
using ChaosService.Model.Faults;
using ChaosService.Model.Recovery;
using Docker.DotNet;

namespace ChaosService.Faults.Resource.MemoryLimit;

/// <summary>Lets nodes hold so much memory and no more: the kernel takes cached files back first, then ends a process.</summary>
internal sealed class MemoryLimitKind(DockerClient docker, ContainerStates containers, NodeLimits limits) : IFaultKind
{
    private const long PageBytes = 4096;
    private const long LeastBytes = 4 << 20;

    public string Name => "memory-limit";

    public string Summary => "lets nodes hold so much memory and no more (limit: 64MiB), by their control group";

    public FaultParameters? Bind(MapReader reader)
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

    public ValueTask<FaultAvailability> ProbeAsync(CancellationToken cancellationToken) =>
        docker.ProbeAsync(Privileges.OfDisks, "a change of a node's control group", cancellationToken);

    public IReadOnlyList<string> DryRun(FaultParameters parameters, IReadOnlyList<string> nodes, IReadOnlyList<ClusterNode> members) =>
    [
        .. nodes.Select(
            n => $"echo {((MemoryLimitParameters)parameters).LimitBytes} > <control group of {n}>/memory.limit_in_bytes (v2: memory.max); "
                + $"at the end: the value found before, and start {n} if it died"),
    ];

    public IFault Create(FaultRequest request) =>
        new MemoryLimitFault(request, (MemoryLimitParameters)request.Parameters, containers, limits);

    public Task RevertLeftoverAsync(RevertRecipe recipe, CancellationToken cancellationToken) =>
        new LimitLeftovers(docker, containers, limits).UndoAsync(LimitRecipe.Read(recipe), MemoryKnob.Instance, cancellationToken);
}
