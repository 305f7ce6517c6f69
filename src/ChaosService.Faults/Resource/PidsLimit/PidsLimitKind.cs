using ChaosService.Faults.Container;
using ChaosService.Faults.Resource.Cgroups;
using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;
using ChaosService.Model.Faults;
using Docker.DotNet;

namespace ChaosService.Faults.Resource.PidsLimit;

/// <summary>Stops nodes from creating more processes and threads: fork and clone fail with EAGAIN.</summary>
internal sealed class PidsLimitKind(DockerClient docker, ContainerStates containers, NodeLimits limits)
    : LimitKind(docker, containers, limits, PidsKnob.Instance)
{
    public override string Name => "pids-limit";

    public override string Summary => "lets nodes make some more processes and threads (leave: 0) and no others, by their control group";

    public override FaultParameters? Bind(MapReader reader)
    {
        var leave = reader.Integer("leave", 0, PidsLimitParameters.MostLeft);
        return leave is null && reader.Has("leave") ? null : new PidsLimitParameters((int)(leave ?? 0));
    }

    public override IReadOnlyList<string> DryRun(
        FaultParameters parameters, IReadOnlyList<string> nodes, IReadOnlyList<ClusterNode> members) =>
    [
        .. nodes.Select(
            n => $"echo <pids.current + {((PidsLimitParameters)parameters).Leave}> > <control group of {n}>/pids.max; at the end: the "
                + $"value found before, and start {n} if it died"),
    ];

    public override IFault Create(FaultRequest request) =>
        new PidsLimitFault(request, (PidsLimitParameters)request.Parameters, Containers, Limits);
}
