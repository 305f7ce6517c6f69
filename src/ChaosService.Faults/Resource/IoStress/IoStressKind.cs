using ChaosService.Faults.Container;
using ChaosService.Faults.Disk;
using ChaosService.Faults.Resource.Cgroups;
using ChaosService.Faults.Resource.Stress;
using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;
using ChaosService.Model.Faults;
using Docker.DotNet;

namespace ChaosService.Faults.Resource.IoStress;

/// <summary>Writes and syncs on a node's own disk, so that the node's writes have to wait their turn.</summary>
internal sealed class IoStressKind(DockerClient docker, ContainerStates containers, NodeLimits limits, NodeFilesystems filesystems)
    : StressKind(docker, containers, limits, filesystems)
{
    public override string Name => "io-stress";

    public override string Summary => "writes and syncs on a filesystem of the node's own (workers: 2, size: 16MiB)";

    public override FaultParameters? Bind(MapReader reader)
    {
        var workers = reader.Integer("workers", 1, IoStressParameters.MostWorkers);
        var size = reader.Bytes("size");
        if (size is < IoStressParameters.BlockBytes or > IoStressParameters.MostFileBytes)
        {
            reader.Problems.Add(
                reader.PlaceOf("size"), "'size' is out of range", reader.Text("size"),
                $"write a size from {Quantity.FormatBytes(IoStressParameters.BlockBytes)} to "
                    + Quantity.FormatBytes(IoStressParameters.MostFileBytes));
            return null;
        }
        return !reader.TryPath(out var path) || (workers is null && reader.Has("workers")) || (size is null && reader.Has("size"))
            ? null
            : new IoStressParameters(
                (int)(workers ?? 1),
                (size ?? IoStressParameters.DefaultFileBytes) / IoStressParameters.BlockBytes * IoStressParameters.BlockBytes, path);
    }

    public override IReadOnlyList<string> DryRun(
        FaultParameters parameters, IReadOnlyList<string> nodes, IReadOnlyList<ClusterNode> members)
    {
        var own = (IoStressParameters)parameters;
        return Steps(
            nodes,
            $"{own.Workers} × dd of {Quantity.FormatBytes(own.FileBytes)} to a file each in {IoStressFault.FolderPrefix}<run>-<fault> in "
                + $"{DiskKeys.Place(own.Path)}, synced, again and again",
            ", delete the folder");
    }

    public override IFault Create(FaultRequest request) =>
        new IoStressFault(request, (IoStressParameters)request.Parameters, Containers, Limits, Filesystems);
}
