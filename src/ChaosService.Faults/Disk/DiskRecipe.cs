using System.Text.Json;
using ChaosService.Model.Ids;
using ChaosService.Model.Recovery;

namespace ChaosService.Faults.Disk;

/// <summary>What a fault did to filesystems that it found writable.</summary>
/// <param name="Mark">Name of the fault's file or folder at the top of each; null: it made none.</param>
internal sealed record DiskRecipe(ProjectName Project, FaultId Fault, string? Mark, IReadOnlyList<FilesystemSpot> Spots)
{
    public static DiskRecipe Read(RevertRecipe recipe) =>
        JsonSerializer.Deserialize<DiskRecipe>(recipe.Data) ?? throw new JsonException("The recipe is empty.");

    /// <param name="undo">What is done to each, to people: <c>thaw</c>.</param>
    public RevertRecipe ToRevertRecipe(string kind, string undo) =>
        new(
            kind, JsonSerializer.Serialize(this),
            $"{undo} {string.Join(", ", Spots.Select(s => Mark is null ? $"{s}" : $"{s.Point}/{Mark} of {s.Node}"))}, and start what "
                + "died of it");

    /// <summary>Deletes what the fault created in a filesystem, durably: a power loss does not bring it back.</summary>
    public static void Delete(string directory, string mark)
    {
        var path = Path.Combine(directory, mark);
        if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
        else File.Delete(path);
        Filesystem.Synchronize(directory);
    }
}
