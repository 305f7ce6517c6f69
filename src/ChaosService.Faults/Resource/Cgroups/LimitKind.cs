using ChaosService.Docker.Processes;
using ChaosService.Faults.Container;
using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;
using ChaosService.Model.Faults;
using ChaosService.Model.Recovery;
using Docker.DotNet;

namespace ChaosService.Faults.Resource.Cgroups;

/// <summary>The common part of every kind that limits nodes by their control group: what it needs, and the undo.</summary>
internal abstract class LimitKind(DockerClient docker, ContainerStates containers, NodeLimits limits, Knob knob) : IFaultKind
{
    protected ContainerStates Containers => containers;

    protected NodeLimits Limits => limits;

    public abstract string Name { get; }

    public abstract string Summary { get; }

    public abstract FaultParameters? Bind(MapReader reader);

    public ValueTask<FaultAvailability> ProbeAsync(CancellationToken cancellationToken) =>
        docker.ProbeAsync(Privileges.OfDisks, "a change of a node's control group", cancellationToken);

    public abstract IReadOnlyList<string> DryRun(
        FaultParameters parameters, IReadOnlyList<string> nodes, IReadOnlyList<ClusterNode> members);

    public abstract IFault Create(FaultRequest request);

    public Task RevertLeftoverAsync(RevertRecipe recipe, CancellationToken cancellationToken) =>
        new LimitLeftovers(docker, containers, limits).UndoAsync(LimitRecipe.Read(recipe), knob, cancellationToken);
}
