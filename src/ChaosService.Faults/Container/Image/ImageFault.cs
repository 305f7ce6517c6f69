using System.Collections.Concurrent;
using ChaosService.Faults.Container.Rebuilding;
using ChaosService.Model.Clusters;
using ChaosService.Model.Faults;
using ChaosService.Model.Recovery;

namespace ChaosService.Faults.Container.Image;

internal sealed class ImageFault(FaultRequest request, ImageParameters parameters, ContainerStates states)
    : RebuildFaultLife(request, keepVolumes: true, states)
{
    private readonly ConcurrentDictionary<string, Blueprint> _wanted = new(StringComparer.Ordinal);
    private (string Id, ImageSettings Settings) _image = ("", new());

    protected override RevertRecipe Recipe(IEnumerable<NodeRuntime> nodes) =>
        new RebuildRecipe(Request.Cluster.Project, Request.Id, [.. nodes.Select(n => Left(n.Node))]).ToRevertRecipe("container-image");

    protected override async Task CheckAsync(NodeRuntime node, CancellationToken cancellationToken)
    {
        await base.CheckAsync(node, cancellationToken);
        var wanted = await States.Docker.FindImageAsync(parameters.Image, cancellationToken)
            ?? throw new FaultRefusedException(
                $"{node.Node} cannot get the image {parameters.Image}: the engine has none of that name, and none is pulled here; "
                    + $"docker pull {parameters.Image}");
        if (wanted.Id == FoundImage(node.Node))
            throw new FaultRefusedException(
                $"{node.Node} runs the image {parameters.Image} ({Images.Short(wanted.Id)}) already; write another one, "
                    + "or use container-recreate.");
        var old = await States.Docker.FindImageAsync(FoundImage(node.Node), cancellationToken)
            ?? throw new FaultRefusedException(
                $"{node.Node} runs an image that the engine has no more ({Images.Short(FoundImage(node.Node))}): "
                    + "it could not get it back.");
        _image = wanted;
        _wanted[node.Node] = Found(node.Node).WithImage(parameters.Image, wanted.Id, old.Settings);
    }

    protected override Task InjectAsync(string node, CancellationToken cancellationToken) =>
        Containers.HoldAsync(
            Request.Id, node, Hold.Replaced, _ => Rebuild.EnsureAsync(_wanted[node], _image.Id, cancellationToken), Tell,
            cancellationToken);

    protected override async Task<Proof> EffectAsync(string node, CancellationToken cancellationToken)
    {
        var now = await AwaitAsync(node, n => n.Pid != 0, cancellationToken);
        if (now.Pid != 0) return await IsNewAsync(now, cancellationToken);
        return Containers.Holder(node, Hold.Down) is { } holder
            ? new(false, $"{node} is held down by {holder}: its new container does not run")
            : new(false, $"{node} {Describe(now)} with the image {parameters.Image}");
    }

    protected override Task RevertAsync(string node, CancellationToken cancellationToken)
    {
        var (blueprint, image) = Left(node);
        return Containers.LetGoAsync(
            Request.Id, node, start: true, cancellationToken, () => Rebuild.EnsureAsync(blueprint, image, cancellationToken));
    }

    protected override async Task<Proof> RecoveryAsync(string node, CancellationToken cancellationToken)
    {
        if (Containers.Holder(node, Hold.Down) is { } holder) return new(true, $"{node} is still held down by {holder}");
        var now = await AwaitAsync(node, n => n.Pid != 0, cancellationToken);
        if (now.Pid == 0) return new(false, $"{node} {Describe(now)} after its image was changed");
        return parameters.Revert
            ? await CompareAsync(now, Found(node), FoundImage(node), cancellationToken)
            : await IsNewAsync(now, cancellationToken);
    }

    /// <summary>The new image adds to the container's configuration, so only the rest is compared.</summary>
    private Task<Proof> IsNewAsync(NodeRuntime now, CancellationToken cancellationToken) =>
        CompareAsync(now, _wanted[now.Node], _image.Id, cancellationToken, each => each.Beside(parameters.Image, _image));

    /// <summary>The image that the node must have when the fault is over, however far it got.</summary>
    private RebuildRecipe.Part Left(string node) =>
        parameters.Revert ? new(Found(node), FoundImage(node)) : new(_wanted[node], _image.Id);
}
