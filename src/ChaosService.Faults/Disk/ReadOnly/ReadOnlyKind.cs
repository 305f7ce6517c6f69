using ChaosService.Faults.Container;
using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;
using ChaosService.Model.Faults;
using Docker.DotNet;

namespace ChaosService.Faults.Disk.ReadOnly;

/// <summary>Remounts a node's disk so that every write is refused: as a kernel does when it no longer trusts a disk.</summary>
internal sealed class ReadOnlyKind(DockerClient docker, ContainerStates containers, NodeFilesystems filesystems)
    : DiskKind(docker, containers, filesystems)
{
    public override string Name => "disk-read-only";

    public override string Summary => "makes a filesystem of the node's own read-only, where no file is open for writing";

    public override FaultParameters? Bind(MapReader reader) => reader.TryPath(out var path) ? new ReadOnlyParameters(path) : null;

    public override IReadOnlyList<string> DryRun(
        FaultParameters parameters, IReadOnlyList<string> nodes, IReadOnlyList<ClusterNode> members)
    {
        var where = DiskKeys.Place(((ReadOnlyParameters)parameters).Path);
        return [.. nodes.Select(
            n => $"mount -o remount,ro <where the host has {where} of {n}>; at the end: mount -o remount,rw, and start {n} if it died")];
    }

    public override IFault Create(FaultRequest request) =>
        new ReadOnlyFault(request, (ReadOnlyParameters)request.Parameters, Containers, Filesystems);
}
