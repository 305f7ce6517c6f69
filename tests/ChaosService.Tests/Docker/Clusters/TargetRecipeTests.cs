using ChaosService.Docker.Clusters;
using ChaosService.Model.Clusters;

namespace ChaosService.Tests.Docker.Clusters;

public sealed class TargetRecipeTests
{
    private static readonly StateDirectory State = new("/var/lib/state");

    [Fact]
    public void Recipe_reads_back_as_it_was_written()
    {
        var recipe = TargetRecipe.For(Request(volumeBytes: 1 << 20), State);
        Assert.Equal(recipe, TargetRecipe.Read(recipe.ToRevertRecipe().Data));
        Assert.Equal("/var/lib/state/volumes/run-1", recipe.VolumesDirectory);
    }

    [Fact]
    public void Recipe_says_what_it_will_do()
    {
        var recipe = TargetRecipe.For(Request(volumeBytes: 1 << 20), State).ToRevertRecipe();
        Assert.Equal("target", recipe.Kind);
        Assert.Equal(
            "remove the containers and networks of p labelled io.chaosservice.run=run-1, unmount and delete /var/lib/state/volumes/run-1",
            recipe.Description);
    }

    [Fact]
    public void Target_without_filesystems_has_none_to_unmount() =>
        Assert.Null(TargetRecipe.For(Request(volumeBytes: null), State).VolumesDirectory);

    private static ClusterRequest Request(long? volumeBytes) => new(
        new TargetDefinition { Name = "t", Database = "etcd", Nodes = [], VolumeBytes = volumeBytes }, new("p"), Attach: false,
        new Dictionary<string, string>(), "run-1");
}
