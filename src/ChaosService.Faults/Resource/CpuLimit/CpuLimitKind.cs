using ChaosService.Faults.Container;
using ChaosService.Faults.Resource.Cgroups;
using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;
using ChaosService.Model.Faults;
using Docker.DotNet;

namespace ChaosService.Faults.Resource.CpuLimit;

/// <summary>Limits nodes to a share of a core.</summary>
internal sealed class CpuLimitKind(DockerClient docker, ContainerStates containers, NodeLimits limits)
    : LimitKind(docker, containers, limits, CpuKnob.Instance)
{
    private const double LeastShare = 0.01;

    public override string Name => "cpu-limit";

    public override string Summary => "gives nodes a share of one core and no more (share: 20%), by the quota of their control group";

    public override FaultParameters? Bind(MapReader reader)
    {
        reader.Require("share", "write how much of one core the node gets, such as 20%");
        var share = reader.Share("share");
        if (share >= LeastShare) return new CpuLimitParameters(share.Value);
        if (share is not null)
            reader.Problems.Add(
                reader.PlaceOf("share"), "'share' is too little", reader.Text("share"),
                "write at least 1%: to stop a node altogether there is container-pause");
        return null;
    }

    public override IReadOnlyList<string> DryRun(
        FaultParameters parameters, IReadOnlyList<string> nodes, IReadOnlyList<ClusterNode> members)
    {
        var share = ((CpuLimitParameters)parameters).Share;
        return [.. nodes.Select(
            n => $"echo <{100 * share:0.##} % of the period> > <control group of {n}>/cpu.cfs_quota_us (v2: cpu.max); at the end: the "
                + $"value found before, and start {n} if it died")];
    }

    public override IFault Create(FaultRequest request) =>
        new CpuLimitFault(request, (CpuLimitParameters)request.Parameters, Containers, Limits);
}
