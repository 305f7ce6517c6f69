using ChaosService.Faults.Network.Ports;

namespace ChaosService.Tests.Faults.Network;

public sealed class PortExhaustionTests
{
    [Fact]
    public void Range_is_read_as_the_kernel_prints_it() => Assert.Equal(new PortRange(32768, 60999), PortRange.Parse("32768\t60999\n"));

    [Fact]
    public void What_is_no_range_is_said() =>
        Assert.Contains("'32768'", Assert.Throws<FormatException>(() => PortRange.Parse("32768\n")).Message);

    [Fact]
    public void Recipe_holds_what_was_found()
    {
        var recipe = new PortRecipe(
            new("p"), new("f1"), [new("n1", new("id1"), new(32768, 60999)), new("n2", new("id2"), new(40000, 50000))]);
        var revert = recipe.ToRevertRecipe("port-exhaustion");
        Assert.Equal(recipe.Nodes, PortRecipe.Read(revert).Nodes);
        Assert.Equal("let n1 choose from the ports 32768 to 60999, n2 choose from the ports 40000 to 50000 again", revert.Description);
    }
}
