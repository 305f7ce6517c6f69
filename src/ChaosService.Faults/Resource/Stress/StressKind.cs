using ChaosService.Docker.Processes;
using ChaosService.Faults.Container;
using ChaosService.Faults.Disk;
using ChaosService.Faults.Resource.Cgroups;
using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;
using ChaosService.Model.Faults;
using ChaosService.Model.Recovery;
using Docker.DotNet;

namespace ChaosService.Faults.Resource.Stress;

/// <summary>The common part of every kind that runs something in nodes to use up what they need: what it takes, and the undo.</summary>
internal abstract class StressKind(DockerClient docker, ContainerStates containers, NodeLimits limits, NodeFilesystems filesystems)
    : IFaultKind
{
    protected ContainerStates Containers => containers;

    protected NodeLimits Limits => limits;

    protected NodeFilesystems Filesystems => filesystems;

    public abstract string Name { get; }

    public abstract string Summary { get; }

    public abstract FaultParameters? Bind(MapReader reader);

    public ValueTask<FaultAvailability> ProbeAsync(CancellationToken cancellationToken) =>
        docker.ProbeAsync(Privileges.OfDisks, "a process in a node's control group", cancellationToken);

    public abstract IReadOnlyList<string> DryRun(
        FaultParameters parameters, IReadOnlyList<string> nodes, IReadOnlyList<ClusterNode> members);

    public abstract IFault Create(FaultRequest request);

    public async Task RevertLeftoverAsync(RevertRecipe recipe, CancellationToken cancellationToken)
    {
        var own = StressRecipe.Read(recipe);
        var groups = new List<StressGroup>();
        foreach (var (node, id) in own.Nodes.Containers)
        {
            var pid = await docker.CurrentPidAsync(own.Nodes.Project, node, id, cancellationToken);
            if (StressGroup.Of(pid, limits.Root, own.Group) is { } group) groups.Add(group);
        }
        foreach (var group in groups) group.Kill();
        if (own.Disk is { } disk)
            await new DiskLeftovers(docker, containers, filesystems).UndoAsync(disk, DiskRecipe.Delete, cancellationToken);
        else await new ContainerLeftovers(docker, containers).BringBackAsync(own.Nodes, start: true, cancellationToken);
        foreach (var group in groups) await group.EndAsync(containers.Time, cancellationToken);
    }

    /// <summary>The steps of a dry run.</summary>
    /// <param name="work">What the shell does in the node's groups.</param>
    protected static IReadOnlyList<string> Steps(IReadOnlyList<string> nodes, string work, string also = "") =>
    [
        .. nodes.Select(
            n => $"in <control group of {n}>/{StressGroup.NameOf("<run>", new("<fault>"))}, by nsenter --target <pid of {n}> --pid sh -c: "
                + $"{work}; at the end: kill what is in that group, remove it{also}, and start {n} if it died"),
    ];
}
