using ChaosService.Docker.Processes;
using ChaosService.Faults.Container;
using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;
using ChaosService.Model.Faults;
using ChaosService.Model.Recovery;
using Docker.DotNet;

namespace ChaosService.Faults.Disk;

/// <summary>The common part of every kind that acts on a filesystem of the node's own: what it needs, and the undo.</summary>
internal abstract class DiskKind(DockerClient docker, ContainerStates containers, NodeFilesystems filesystems) : IFaultKind
{
    protected DockerClient Docker => docker;

    protected ContainerStates Containers => containers;

    protected NodeFilesystems Filesystems => filesystems;

    public abstract string Name { get; }

    public abstract string Summary { get; }

    public abstract FaultParameters? Bind(MapReader reader);

    public ValueTask<FaultAvailability> ProbeAsync(CancellationToken cancellationToken) =>
        docker.ProbeAsync(Privileges.OfDisks, "a change of a node's filesystem", cancellationToken);

    public abstract IReadOnlyList<string> DryRun(
        FaultParameters parameters, IReadOnlyList<string> nodes, IReadOnlyList<ClusterNode> members);

    public abstract IFault Create(FaultRequest request);

    public virtual Task RevertLeftoverAsync(RevertRecipe recipe, CancellationToken cancellationToken) =>
        new DiskLeftovers(docker, containers, filesystems).UndoAsync(DiskRecipe.Read(recipe), Undo, cancellationToken);

    /// <summary>Undoes what a fault created at the top of a filesystem. By default it is deleted.</summary>
    protected virtual void Undo(string top, string mark) => DiskRecipe.Delete(top, mark);
}
