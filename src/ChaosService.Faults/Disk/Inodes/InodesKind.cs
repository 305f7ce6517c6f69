using ChaosService.Faults.Container;
using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;
using ChaosService.Model.Faults;
using Docker.DotNet;

namespace ChaosService.Faults.Disk.Inodes;

/// <summary>Uses up the inodes of a node's disk: there is free space, but no file can be created.</summary>
internal sealed class InodesKind(DockerClient docker, ContainerStates containers, NodeFilesystems filesystems)
    : DiskKind(docker, containers, filesystems)
{
    public override string Name => "disk-inodes";

    public override string Summary =>
        "takes the inodes of a filesystem of the node's own: bytes stay free, and no file can be made (leave: 0)";

    public override FaultParameters? Bind(MapReader reader)
    {
        var leave = reader.Integer("leave", 0, InodesParameters.MostFiles);
        return !reader.TryPath(out var path) || (leave is null && reader.Has("leave")) ? null : new InodesParameters(leave ?? 0, path);
    }

    public override IReadOnlyList<string> DryRun(
        FaultParameters parameters, IReadOnlyList<string> nodes, IReadOnlyList<ClusterNode> members)
    {
        var own = (InodesParameters)parameters;
        return [.. nodes.Select(
            n => $"empty files in {InodesFault.FolderPrefix}<run>-<fault> in {DiskKeys.Place(own.Path)} of {n} until {own.LeaveFiles} more "
                + $"can be made; at the end: delete the folder, and start {n} if it died")];
    }

    public override IFault Create(FaultRequest request) =>
        new InodesFault(request, (InodesParameters)request.Parameters, Containers, Filesystems);
}
