using ChaosService.Faults.Container.Rebuilding;
using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;
using ChaosService.Model.Faults;
using ChaosService.Model.Recovery;
using Docker.DotNet;

namespace ChaosService.Faults.Container.Image;

/// <summary>Replaces nodes' containers by ones of another image, as an upgrade or a downgrade does.</summary>
internal sealed class ImageKind(DockerClient docker, ContainerStates containers) : IFaultKind
{
    public string Name => "container-image";

    public string Summary => "runs nodes with another image (image: etcd:3.6), to the end or for good (revert: false)";

    public FaultParameters? Bind(MapReader reader)
    {
        reader.Require("image", "write the name of an image that the engine has, such as quay.io/coreos/etcd:v3.6.0");
        var image = reader.Text("image");
        var revert = reader.Flag("revert");
        if (image is not null && (image.Length == 0 || image.Any(char.IsWhiteSpace)))
        {
            reader.Problems.Add(reader.PlaceOf("image"), "'image' is no name of an image", image, "write one as docker images shows it");
            return null;
        }
        return image is null || (revert is null && reader.Has("revert")) ? null : new ImageParameters(image, revert ?? true);
    }

    public ValueTask<FaultAvailability> ProbeAsync(CancellationToken cancellationToken) => docker.ProbeAsync(cancellationToken);

    public IReadOnlyList<string> DryRun(FaultParameters parameters, IReadOnlyList<string> nodes, IReadOnlyList<ClusterNode> members)
    {
        var own = (ImageParameters)parameters;
        var end = own.Revert ? "; at the end: the same with the image that it has now" : "";
        return
        [
            .. nodes.Select(
                n => $"docker rm --force <container of {n}>; docker create, with what docker inspect says now and the image {own.Image}; "
                    + $"docker start{end}"),
        ];
    }

    public IFault Create(FaultRequest request) => new ImageFault(request, (ImageParameters)request.Parameters, containers);

    public Task RevertLeftoverAsync(RevertRecipe recipe, CancellationToken cancellationToken) =>
        new RebuildLeftovers(docker, containers).UndoAsync(RebuildRecipe.Read(recipe), cancellationToken);
}
