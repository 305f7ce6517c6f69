using System.Text.Json;
using System.Text.Json.Serialization;
using ChaosService.Docker.Compose;
using ChaosService.Model.Clusters;
using ChaosService.Model.Ids;
using ChaosService.Model.Recovery;

namespace ChaosService.Docker.Clusters;

/// <summary>All that is needed to remove a target without its compose file.</summary>
/// <param name="VolumesDirectory">Absolute path of the directory for this run's volumes; null when none were created.</param>
internal sealed record TargetRecipe(ProjectName Project, string RunId, string? VolumesDirectory)
{
    public const string Kind = "target";

    public static TargetRecipe For(ClusterRequest request, StateDirectory state) =>
        new(request.Project, request.RunId, request.Definition.VolumeBytes is null ? null : state.Volumes(request.RunId));

    public static TargetRecipe Read(string data) =>
        JsonSerializer.Deserialize(data, TargetRecipeJson.Default.TargetRecipe)
            ?? throw new JsonException("The recipe of a target is null.");

    public RevertRecipe ToRevertRecipe() => new(
        Kind, JsonSerializer.Serialize(this, TargetRecipeJson.Default.TargetRecipe),
        $"remove the containers and networks of {Project} labelled "
            + $"{ComposeLabels.Run}={RunId}{(VolumesDirectory is null ? "" : $", unmount and delete {VolumesDirectory}")}");
}

[JsonSerializable(typeof(TargetRecipe))]
internal sealed partial class TargetRecipeJson : JsonSerializerContext;
