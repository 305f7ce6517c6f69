using ChaosService.Faults.Network.Netem;
using ChaosService.Faults.Network.Nfqueue;
using ChaosService.Faults.Network.State;
using ChaosService.Model.Randomness;

namespace ChaosService.Tests.Faults.Network;

/// <summary>netem's loss by four states.</summary>
public sealed class LossStatesTests
{
    private static readonly LossStates Mixed = new(0.02, 0.2, 0.3, 0.4, 0.01);

    /// <summary>loss_4state of net/sched/sch_netem.c.</summary>
    [Theory]
    [InlineData(1, 0.009, 4)]
    [InlineData(1, 0.011, 3)]
    [InlineData(1, 0.031, 1)]
    [InlineData(2, 0.39, 3)]
    [InlineData(2, 0.41, 2)]
    [InlineData(3, 0.29, 2)]
    [InlineData(3, 0.31, 1)]
    [InlineData(3, 0.51, 3)]
    [InlineData(4, 0.0, 1)]
    [InlineData(4, 0.99, 1)]
    public void State_that_comes_next_is_the_kernels(int state, double drawn, int next) => Assert.Equal(next, Mixed.Next(state, drawn));

    [Theory]
    [InlineData(0.02, 0.2, 0.3, 0.4, 0.01)]
    [InlineData(0.1, 0.9, 0, 1, 0)]
    [InlineData(0.01, 0.1, 0.2, 0.1, 0.2)]
    public void Share_is_what_is_lost_in_the_long_run(double p13, double p31, double p32, double p23, double p14)
    {
        var loss = PacketLoss.InStates(new(p13, p31, p32, p23, p14));
        var model = new LossModel(loss, new SeededRandom(11));
        const int Packets = 400_000;
        var lost = Enumerable.Range(0, Packets).Count(_ => model.Loses());
        // So many packets say as much as these would if each fared by itself.
        var counts = Packets * (1 - loss.Memory) / (1 + loss.Memory);
        Assert.Equal(loss.Share, (double)lost / Packets, 4 * Math.Sqrt(loss.Share * (1 - loss.Share) / counts));
    }

    /// <summary>With two of the states alone it is Gilbert's model, whose memory is known.</summary>
    [Fact]
    public void Memory_of_two_states_is_that_of_gilbert()
    {
        var loss = PacketLoss.InStates(new(0.03, 0.25, 0, 1, 0));
        var gilbert = new PacketLoss(0.03, 0.25, 1, 0);
        Assert.Equal(gilbert.Share, loss.Share, 1e-9);
        Assert.Equal(gilbert.Memory, loss.Memory, 1e-9);
    }

    [Fact]
    public void Single_losses_have_no_memory_that_counts() => Assert.Equal(0, new LossStates(0.0001, 1, 0, 1, 0.3).Memory, 2);

    [Fact]
    public void Tc_is_told_the_percentages_in_its_own_order() => Assert.Equal(
        "netem loss state 2% 20% 30% 40% 1% limit 100000", NetemOptions.For(new Shape { Loss = PacketLoss.InStates(Mixed) }));

    [Fact]
    public void No_other_loss_goes_on_top_of_it()
    {
        var states = new Shape { Loss = PacketLoss.InStates(Mixed) };
        Assert.Null(Shape.Conflict(states, new Shape(TimeSpan.FromMilliseconds(5))));
        Assert.Equal(states.Loss, (states + new Shape(TimeSpan.FromMilliseconds(5))).Loss);
        Assert.Equal(states.Loss, (new Shape { Corrupted = 0.1 } + states).Loss);
        Assert.Contains("by four states", Shape.Conflict(states, new Shape { Loss = PacketLoss.Random(0.1) }));
        Assert.Contains("in bursts", Shape.Conflict(states, states));
    }
}
