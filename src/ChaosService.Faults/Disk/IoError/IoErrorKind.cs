using ChaosService.Faults.Container;
using ChaosService.Faults.Disk.Shutdown;
using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;
using ChaosService.Model.Faults;
using Docker.DotNet;

namespace ChaosService.Faults.Disk.IoError;

/// <summary>Makes a node's disk fail: every read and write gets an input/output error until the disk is mounted again and the node started.
/// </summary>
internal sealed class IoErrorKind(DockerClient docker, ContainerStates containers, NodeFilesystems filesystems)
    : ShutdownKind(docker, containers, filesystems)
{
    public override string Name => "disk-io-error";

    public override string Summary =>
        "lets every read and write on a filesystem of the node's own fail (EIO), and starts the node again on it at the end";

    public override FaultParameters? Bind(MapReader reader) => reader.TryPath(out var path) ? new IoErrorParameters(path) : null;

    public override IReadOnlyList<string> DryRun(
        FaultParameters parameters, IReadOnlyList<string> nodes, IReadOnlyList<ClusterNode> members)
    {
        var where = DiskKeys.Place(((IoErrorParameters)parameters).Path);
        return [.. nodes.Select(
            n => $"ioctl(EXT4_IOC_SHUTDOWN, NOLOGFLUSH) on {where} of {n}; at the end: docker kill {n}; {Remount}; docker start {n}")];
    }

    public override IFault Create(FaultRequest request) =>
        new IoErrorFault(request, (IoErrorParameters)request.Parameters, Containers, Filesystems);
}
