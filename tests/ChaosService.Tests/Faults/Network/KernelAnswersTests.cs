using ChaosService.Faults.Network.Netem;
using ChaosService.Faults.Network.Nftables;
using ChaosService.Faults.Network.Shaping;
using ChaosService.Faults.Network.State;

namespace ChaosService.Tests.Faults.Network;

/// <summary>What the kernel's tools say of our rules and classes.</summary>
public sealed class KernelAnswersTests
{
    private static readonly DropCounter[] Rules = [new("f1", 14, "input", 3), new("f2", 0, "input", 4), new("f1", 2, "output", 6)];

    [Fact]
    public void Counters_are_read_from_nft()
    {
        const string Json = """
            {"nftables":[{"metainfo":{"version":"1.0.6"}},{"table":{"family":"inet","name":"chaosservice","handle":1}},
             {"rule":{"family":"inet","table":"chaosservice","chain":"input","handle":3,"comment":"f1","expr":[
               {"match":{"op":"==","left":{"payload":{"protocol":"ip","field":"saddr"}},"right":{"set":["10.0.0.2"]}}},
               {"counter":{"packets":14,"bytes":840}},{"drop":null}]}}]}
            """;
        Assert.Equal([Rules[0]], NftTable.Parse(Json));
    }

    [Fact]
    public void Rules_of_one_fault_are_taken_out_and_the_others_stay() =>
        Assert.Equal(
            "delete rule inet chaosservice input handle 3\ndelete rule inet chaosservice output handle 6\n",
            NftDocument.Without(NftDocument.Table, new("f1"), Rules));

    [Fact]
    public void Table_goes_with_the_last_rule() =>
        Assert.Equal(NftDocument.Remove, NftDocument.Without(NftDocument.Table, new("f2"), [Rules[1]]));

    [Fact]
    public void Fault_without_rules_takes_nothing_out() => Assert.Equal("", NftDocument.Without(NftDocument.Table, new("f3"), Rules));

    [Fact]
    public void Classes_are_read_from_tc_in_their_order()
    {
        const string Json = """
            [{"kind":"htb","handle":"c4a0:","root":true,"options":{},"packets":99},
             {"kind":"netem","handle":"c4a2:","parent":"c4a0:2","options":{"limit":100000},"packets":1},
             {"kind":"netem","handle":"c4a1:","parent":"c4a0:1","options":{"limit":9,"delay":{"delay":0.05,"jitter":0.005}},"packets":34},
             {"kind":"netem","handle":"8001:","parent":"8000:1","options":{"delay":{"delay":1,"jitter":0}},"packets":7}]
            """;
        Assert.Equal([Class(50, 5, 34), Class(0, 0, 1)], NetemClasses.Parse(Json));
    }

    [Fact]
    public void All_that_netem_does_is_read_back_as_it_was_told()
    {
        const string Json = """
            [{"kind":"netem","handle":"c4a1:","parent":"c4a0:1","packets":3,"drops":2,"options":{"limit":100,
              "delay":{"delay":0.02,"jitter":0,"correlation":0},"loss-gemodel":{"p":0.01,"r":0.25,"1-h":0.9,"1-k":0.001},
              "duplicate":{"duplicate":0.05,"correlation":0},"reorder":{"reorder":0.3,"correlation":0},
              "corrupt":{"corrupt":0.02,"correlation":0},"rate":{"rate":1250000},"ecn":false,"gap":5}},
             {"kind":"netem","handle":"c4a2:","parent":"c4a0:2","packets":1,"options":{
              "limit":9,"loss-random":{"loss":0.2,"correlation":0}}},
             {"kind":"netem","handle":"c4a3:","parent":"c4a0:3","packets":1,"options":{
              "limit":9,"delay":{"delay":0.02,"jitter":0.005,"correlation":0},
              "loss-state":{"p13":0.02,"p31":0.2,"p32":0.3,"p23":0.4,"p14":0.01},"rate":{"rate":3750000000}}}]
            """;
        var all = new Shape(TimeSpan.FromMilliseconds(20))
        {
            Loss = new(0.01, 0.25, 0.9, 0.001), Duplicated = 0.05, Corrupted = 0.02, Reordering = new(0.3, 5),
            Rate = new(10_000_000, TimeSpan.Zero),
        };
        var late = new Shape(TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(5))
        {
            Loss = PacketLoss.InStates(new(0.02, 0.2, 0.3, 0.4, 0.01)), Spread = Spread.Pareto,
        };
        Assert.Equal(
            [new(all, 5), new(new() { Loss = PacketLoss.Random(0.2) }, 1), new(NetemOptions.AsTold(late), 1)], NetemClasses.Parse(Json));
        Assert.Equal(
            "netem delay 20000us 5000us distribution pareto loss state 2% 20% 30% 40% 1% rate 30000000000bit limit 100000",
            NetemOptions.For(late));
        Assert.Equal(
            "netem delay 20000us loss gemodel 1% 25% 90% 0.1% duplicate 5% corrupt 2% reorder 30% gap 5 rate 10000000bit limit 100",
            NetemOptions.For(all with { Rate = new(10_000_000, TimeSpan.FromSeconds(0.1)) }));
        Assert.Equal("netem loss random 20% limit 100000", NetemOptions.For(new() { Loss = PacketLoss.Random(0.2) }));
    }

    [Fact]
    public void Classes_of_all_interfaces_are_counted_together() =>
        Assert.Equal(
            [Class(50, 5, 7), Class(1, 0, 9)],
            NetemClasses.Together([[Class(50, 5, 3), Class(1, 0, 0)], [Class(50, 5, 4), Class(1, 0, 9)]]));

    [Fact]
    public void Interface_that_lacks_a_class_shows()
    {
        Assert.Equal([Class(50, 5, 4)], NetemClasses.Together([[Class(50, 5, 3), Class(1, 0, 0)], [Class(50, 5, 4)]]));
        Assert.Empty(NetemClasses.Together([[Class(50, 5, 3)], []]));
        Assert.Empty(NetemClasses.Together([]));
    }

    [Fact]
    public void Shape_counts_as_tc_was_told_it() =>
        Assert.Equal(
            new Shape(TimeSpan.FromMicroseconds(1235), TimeSpan.Zero),
            Assert.Single(
                new NetemShaper().Held(NetworkState.Empty with { Shapes = [new(null, new(TimeSpan.FromTicks(12346), TimeSpan.Zero))] })));

    [Fact]
    public void Node_is_as_wanted_when_the_kernel_has_each_shape_and_no_other()
    {
        Shape[] wanted = [Class(50, 5, 0).Shape!, Class(1, 0, 0).Shape!];
        Assert.True(new NodeShaping("a", wanted, [Class(50, 5, 3), Class(1, 0, 0)]).IsAsWanted);
        Assert.False(new NodeShaping("a", wanted, [Class(50, 0, 3), Class(1, 0, 0)]).IsAsWanted);
        Assert.False(new NodeShaping("a", wanted, [Class(50, 5, 3)]).IsAsWanted);
        Assert.False(new NodeShaping("a", [], [Class(50, 5, 3)]).IsAsWanted);
        Assert.Equal("a took 3 packets through 50ms ± 5ms and 1ms", $"{new NodeShaping("a", wanted, [Class(50, 5, 3), Class(1, 0, 0)])}");
    }

    [Theory]
    [InlineData("""[{"kind":"noqueue","handle":"0:","root":true,"refcnt":2,"options":{}}]""", null)]
    [InlineData("""[{"kind":"htb","handle":"c4a0:","root":true},{"kind":"netem","handle":"c4a1:","parent":"c4a0:1"}]""", true)]
    [InlineData("""[{"kind":"tbf","handle":"8001:","root":true}]""", false)]
    public void Root_qdisc_is_told_to_be_ours_or_not(string json, bool? ours) => Assert.Equal(ours, NetemShaper.Parse(json)?.IsOurs);

    private static HeldPackets Class(double ms, double jitterMs, long packets) =>
        new(new(TimeSpan.FromMilliseconds(ms), TimeSpan.FromMilliseconds(jitterMs)), packets);
}
