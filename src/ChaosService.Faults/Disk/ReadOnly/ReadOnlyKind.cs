using ChaosService.Docker.Processes;
using ChaosService.Faults.Container;
using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;
using ChaosService.Model.Faults;
using ChaosService.Model.Recovery;
using Docker.DotNet;

namespace ChaosService.Faults.Disk.ReadOnly;

/// <summary>Remounts a node's disk so that every write is refused: what a kernel does with a disk it does not trust any more.</summary>
internal sealed class ReadOnlyKind(DockerClient docker, ContainerStates containers, NodeFilesystems filesystems) : IFaultKind
{
    public string Name => "disk-read-only";

    public string Summary => "makes a filesystem of the node's own read-only, where no file is open for writing";

    public FaultParameters? Bind(MapReader reader) => reader.TryPath(out var path) ? new ReadOnlyParameters(path) : null;

    public ValueTask<FaultAvailability> ProbeAsync(CancellationToken cancellationToken) =>
        docker.ProbeAsync(Privileges.OfDisks, "a change of a node's filesystem", cancellationToken);

    public IReadOnlyList<string> DryRun(FaultParameters parameters, IReadOnlyList<string> nodes, IReadOnlyList<ClusterNode> members)
    {
        var where = DiskKeys.Place(((ReadOnlyParameters)parameters).Path);
        return [.. nodes.Select(
            n => $"mount -o remount,ro <where the host has {where} of {n}>; at the end: mount -o remount,rw, and start {n} if it died")];
    }

    public IFault Create(FaultRequest request) =>
        new ReadOnlyFault(request, (ReadOnlyParameters)request.Parameters, containers, filesystems);

    public Task RevertLeftoverAsync(RevertRecipe recipe, CancellationToken cancellationToken) =>
        new DiskLeftovers(docker, containers, filesystems).UndoAsync(DiskRecipe.Read(recipe), cancellationToken);
}
