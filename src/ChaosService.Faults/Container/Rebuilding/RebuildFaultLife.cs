using System.Collections.Concurrent;
using ChaosService.Model.Clusters;
using ChaosService.Model.Faults;
using Docker.DotNet.Models;

namespace ChaosService.Faults.Container.Rebuilding;

/// <summary>The common part of faults that replace a node's container by another one.</summary>
/// <param name="keepVolumes">Null: a node with volumes that would be lost is refused.</param>
internal abstract class RebuildFaultLife(FaultRequest request, bool? keepVolumes, ContainerStates states)
    : ContainerFaultLife(request, states)
{
    private readonly ConcurrentDictionary<string, Blueprint> _blueprints = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _images = new(StringComparer.Ordinal);

    protected Rebuild Rebuild { get; } = new(states.Docker, states.Time);

    /// <summary>The node's container before the fault.</summary>
    protected Blueprint Found(string node) => _blueprints[node];

    /// <summary>The id of the image that the node's container was made from.</summary>
    protected string FoundImage(string node) => _images[node];

    protected override async Task CheckAsync(NodeRuntime node, CancellationToken cancellationToken)
    {
        RefuseDown(node);
        if (Containers.Holder(node.Node, Hold.Replaced) is { } other)
            throw new FaultRefusedException(
                $"{node.Node} runs the image that {other} gave it, which is its container until {other} is over.");
        var container = await States.Docker.Containers.InspectContainerAsync(node.ContainerId, cancellationToken);
        if (keepVolumes is null && Blueprint.AnonymousVolumes(container) is { Count: > 0 } volumes)
            throw new FaultRefusedException(
                $"{node.Node} has volumes without a name at {string.Join(", ", volumes.Select(v => v.Destination))}, which its next "
                    + "container would not have; write 'keepVolumes: true' to hand them on, or 'keepVolumes: false' to "
                    + "lose what is in them.");
        if (container.HostConfig?.AutoRemove == true)
            throw new FaultRefusedException(
                $"{node.Node} was started with --rm: its container goes by itself, and its volumes with it; start it without.");
        await RefuseSharedAsync(node, cancellationToken);

        var blueprint = Blueprint.Of(node.Node, container, keepVolumes != false);
        // A name may mean another image by now.
        if ((await States.Docker.FindImageAsync(blueprint.Create.Image, cancellationToken))?.Id != container.Image)
            blueprint.Create.Image = container.Image;
        (_blueprints[node.Node], _images[node.Node]) = (blueprint, container.Image);
    }

    /// <summary>What there is to say of the container that the node has now, compared with the one that it had.</summary>
    /// <param name="told">What is to be compared of a blueprint; null: all of it.</param>
    protected async Task<Proof> CompareAsync(
        NodeRuntime now, Blueprint wanted, string imageId, CancellationToken cancellationToken, Func<Blueprint, Blueprint>? told = null)
    {
        told ??= whole => whole;
        if (await Rebuild.FindAsync(now.ContainerId, cancellationToken) is not { } container)
            return new(false, $"{now.Node} has no container");
        var before = Before[now.Node];
        var changes = new List<string>();
        if (container.Image != imageId) changes.Add($"its image is {Images.Short(container.Image)}");
        if (!told(Blueprint.Of(now.Node, container, keepVolumes != false)).SameAs(told(wanted)))
            changes.Add("its configuration is another one");
        var since = Equals(now.Address, before.Address) ? " as before" : before.Address is { } was ? $", was {was}" : "";
        return new(
            changes.Count == 0,
            $"{now.Node} runs as container {now.ContainerId.Text[..12]}, was {before.ContainerId.Text[..12]} (pid {now.Pid}, image "
                + $"{Images.Short(container.Image)}, address {now.Address}{since}): "
                + (changes.Count == 0 ? "as asked" : string.Join(", ", changes)));
    }

    /// <summary>Another container that lives in this one's network would be left without one.</summary>
    private async Task RefuseSharedAsync(NodeRuntime node, CancellationToken cancellationToken)
    {
        var others = await States.Docker.Containers.ListContainersAsync(new ContainersListParameters { All = true }, cancellationToken);
        if (others.FirstOrDefault(o => o.HostConfig?.NetworkMode == $"container:{node.ContainerId}") is { } guest)
            throw new FaultRefusedException(
                $"{node.Node} lends its network to {guest.Names?.FirstOrDefault()?.TrimStart('/')}, which would be left without one; stop "
                    + "that container first, or use container-restart.");
    }
}
