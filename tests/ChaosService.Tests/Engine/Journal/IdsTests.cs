using System.Text.Json;
using ChaosService.Faults.Network;
using ChaosService.Model.Ids;
using ChaosService.Model.Recovery;

namespace ChaosService.Tests.Engine.Journal;

public sealed class IdsTests
{
    /// <summary>Written to a journal by a version whose ids were texts: what it left must be taken back by this one.</summary>
    private const string OldRecipe = """{"Project":"chaosservice-etcd","Fault":"f1","Containers":[{"Node":"etcd1","Id":"0123abcd"}]}""";

    [Fact]
    public void Recipe_of_an_older_version_is_read_and_written_to_the_letter()
    {
        var recipe = NetworkRecipe.Read(new RevertRecipe("network-partition", OldRecipe, ""));

        Assert.Equal((new ProjectName("chaosservice-etcd"), new FaultId("f1")), (recipe.Project, recipe.Fault));
        Assert.Equal(new NetworkRecipe.Container("etcd1", new("0123abcd")), Assert.Single(recipe.Containers));
        Assert.Equal(OldRecipe, recipe.ToRevertRecipe("network-partition").Data);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("1")]
    public void What_is_no_text_is_no_id(string json) =>
        Assert.ThrowsAny<JsonException>(() => JsonSerializer.Deserialize<ContainerId>(json));

    [Fact]
    public void Id_in_a_sentence_is_its_text() =>
        Assert.Equal("f1 on shop: 0123", $"{new FaultId("f1")} on {new ProjectName("shop")}: {new ContainerId("0123")}");
}
