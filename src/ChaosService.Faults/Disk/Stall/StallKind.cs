using ChaosService.Faults.Container;
using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;
using ChaosService.Model.Faults;
using Docker.DotNet;

namespace ChaosService.Faults.Disk.Stall;

/// <summary>Freezes a node's disk: until it is thawed, writes neither succeed nor fail. Reads work.</summary>
internal sealed class StallKind(DockerClient docker, ContainerStates containers, NodeFilesystems filesystems)
    : DiskKind(docker, containers, filesystems)
{
    public override string Name => "disk-stall";

    public override string Summary => "lets every write to a filesystem of the node's own wait until the end (FIFREEZE)";

    public override FaultParameters? Bind(MapReader reader) => reader.TryPath(out var path) ? new StallParameters(path) : null;

    public override IReadOnlyList<string> DryRun(
        FaultParameters parameters, IReadOnlyList<string> nodes, IReadOnlyList<ClusterNode> members)
    {
        var where = DiskKeys.Place(((StallParameters)parameters).Path);
        return [.. nodes.Select(
            n => $"ioctl(FIFREEZE) on {where} of {n}, as fsfreeze -f does; at the end: ioctl(FITHAW), and start {n} if it died")];
    }

    public override IFault Create(FaultRequest request) =>
        new StallFault(request, (StallParameters)request.Parameters, Containers, Filesystems);
}
