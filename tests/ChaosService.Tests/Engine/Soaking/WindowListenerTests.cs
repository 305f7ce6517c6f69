using ChaosService.Engine.Soaking;
using ChaosService.Tests.Engine.Fakes;

namespace ChaosService.Tests.Engine.Soaking;

public sealed class WindowListenerTests
{
    [Fact]
    public void What_a_window_could_not_revert_is_told_to_who_listens_to_the_soak()
    {
        var soak = new FakeListener();
        new WindowListener(soak, 2, 3, TimeSpan.FromMinutes(1), TimeSpan.Zero, 0).OnNotReverted("w2-f1", "fake", ["n1"], "stuck");
        Assert.Equal("w2-f1 fake n1: stuck", Assert.Single(soak.NotReverted));
    }
}
