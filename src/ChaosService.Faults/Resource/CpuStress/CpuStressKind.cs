using ChaosService.Faults.Container;
using ChaosService.Faults.Disk;
using ChaosService.Faults.Resource.Cgroups;
using ChaosService.Faults.Resource.Stress;
using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;
using ChaosService.Model.Faults;
using Docker.DotNet;

namespace ChaosService.Faults.Resource.CpuStress;

/// <summary>Burns CPU in nodes: their own work competes with it, as with a neighbour in the same container.</summary>
internal sealed class CpuStressKind(DockerClient docker, ContainerStates containers, NodeLimits limits, NodeFilesystems filesystems)
    : StressKind(docker, containers, limits, filesystems)
{
    public override string Name => "cpu-stress";

    public override string Summary => "spins in nodes (workers: 2, load: 80%), counted for them by their control group";

    public override FaultParameters? Bind(MapReader reader)
    {
        var workers = reader.Integer("workers", 1, CpuStressParameters.MostWorkers);
        var load = reader.Share("load");
        if (load < CpuStressParameters.LeastLoad)
        {
            reader.Problems.Add(
                reader.PlaceOf("load"), "'load' is too little", reader.Text("load"),
                $"write at least {100 * CpuStressParameters.LeastLoad:0}%: less cannot be told from the node's own work");
            return null;
        }
        return (workers is null && reader.Has("workers")) || (load is null && reader.Has("load"))
            ? null
            : new CpuStressParameters((int)(workers ?? 1), load ?? 1);
    }

    public override IReadOnlyList<string> DryRun(
        FaultParameters parameters, IReadOnlyList<string> nodes, IReadOnlyList<ClusterNode> members) =>
        Steps(nodes, $"{(CpuStressParameters)parameters} of a core each");

    public override IFault Create(FaultRequest request) =>
        new CpuStressFault(request, (CpuStressParameters)request.Parameters, Containers, Limits);
}
