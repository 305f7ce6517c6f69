using ChaosService.Faults.Network.Nfqueue;
using ChaosService.Faults.Network.State;
using ChaosService.Model.Randomness;

namespace ChaosService.Tests.Faults.Network;

/// <summary>What two faults on one link do together.</summary>
public sealed class ShapeTests
{
    private static readonly PacketLoss Bursts = new(0.05, 0.3, 0.9, 0.02);

    [Fact]
    public void Chances_are_independent_delays_add_up_and_the_slower_rate_counts()
    {
        var a = new Shape(TimeSpan.FromMilliseconds(5))
        {
            Loss = PacketLoss.Random(0.2), Duplicated = 0.1, Corrupted = 0.5, Rate = new(1000, TimeSpan.FromSeconds(1)),
        };
        var b = new Shape(TimeSpan.FromMilliseconds(7))
        {
            Loss = PacketLoss.Random(0.5), Duplicated = 0.5, Corrupted = 0.5, Reordering = new(0.25, 1), Rate = new(900, TimeSpan.Zero),
        };
        var sum = a + b;
        Assert.Equal(0.6, sum.Loss.Share, 9);
        Assert.Equal(0.55, sum.Duplicated, 9);
        Assert.Equal(0.75, sum.Corrupted, 9);
        Assert.Equal((b.Reordering, b.Rate, TimeSpan.FromMilliseconds(12)), (sum.Reordering, sum.Rate, sum.Delay));
    }

    [Fact]
    public void Loss_without_memory_adds_to_one_in_bursts_exactly()
    {
        var sum = Bursts + PacketLoss.Random(0.1);
        Assert.Equal(Shape.Either(Bursts.Share, 0.1), sum.Share, 9);
        Assert.Equal(Bursts.Memory, sum.Memory, 9);
        Assert.Equal(sum, PacketLoss.Random(0.1) + Bursts);
    }

    [Theory]
    [InlineData(0.2, 0.5)]
    [InlineData(0.02, 0.9)]
    public void Correlation_leaves_the_share_as_it_is(double share, double correlation)
    {
        var loss = PacketLoss.Correlated(share, correlation);
        Assert.Equal((share, correlation), (Math.Round(loss.Share, 9), Math.Round(loss.Memory, 9)));
        var model = new LossModel(loss, new SeededRandom(3));
        const int Packets = 400_000;
        var (lost, again, before) = (0, 0, false);
        for (var i = 0; i < Packets; i++)
        {
            var now = model.Loses();
            lost += now ? 1 : 0;
            again += now && before ? 1 : 0;
            before = now;
        }
        Assert.Equal(share, (double)lost / Packets, 0.01);
        // Of two in a row: the chance that the second is lost as well.
        Assert.Equal(share + correlation * (1 - share), (double)again / lost, 0.03);
    }

    [Fact]
    public void What_has_no_common_model_is_a_conflict_where_the_faults_meet()
    {
        NetworkFault Of(string id, string node) => new(id, [node], ["c"], Direction.Outbound, new Shape { Loss = Bursts });
        string[] ends = ["a", "b", "c"];
        Assert.StartsWith("f2 does not go with f1 from a to c", NetworkState.Conflict(Of("f1", "a"), Of("f2", "a"), ends));
        Assert.Null(NetworkState.Conflict(Of("f1", "a"), Of("f2", "b"), ends));
        Assert.NotNull(Shape.Conflict(new() { Reordering = new(0.5, 2) }, new() { Reordering = new(0.5, 3) }));
    }

    [Fact]
    public void Links_with_a_rate_do_not_share_a_queue()
    {
        var addresses = new Dictionary<string, IReadOnlyList<Address>>
        {
            ["a"] = [new("10.0.0.1", false)], ["b"] = [new("10.0.0.2", false)], ["c"] = [new("10.0.0.3", false)],
        };
        NetworkState Of(Shape shape) =>
            NetworkState.From("a", [new("f1", ["a"], ["b", "c"], Direction.Outbound, shape)], ["a", "b", "c"], addresses);
        Assert.Equal(2, Of(new() { Rate = new(1_000_000, TimeSpan.Zero) }).Shapes.Count);
        Assert.Single(Of(new() { Loss = PacketLoss.Random(0.1) }).Shapes);
    }
}
