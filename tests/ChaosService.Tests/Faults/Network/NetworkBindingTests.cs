using ChaosService.Docker.Engine;
using ChaosService.Faults;
using ChaosService.Faults.Network;
using ChaosService.Faults.Network.Delay;
using ChaosService.Faults.Network.Flap;
using ChaosService.Faults.Network.Loss;
using ChaosService.Faults.Network.Partition;
using ChaosService.Faults.Network.State;
using ChaosService.Model.Clusters;
using ChaosService.Model.Faults;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChaosService.Tests.Faults.Network;

/// <summary>What an experiment can say of partitions and what is like them, and what it cannot.</summary>
public sealed class NetworkBindingTests
{
    private static readonly TimeSpan TwoSeconds = TimeSpan.FromSeconds(2);
    private static readonly ClusterNode[] Members = [new("a", "db"), new("b", "db"), new("c", "db")];
    private static readonly PartitionParameters FromPeers = new(PeerChoice.Peers, Direction.Both);

    private static readonly IReadOnlyDictionary<string, IFaultKind> Kinds = FaultKinds
        .All(EngineEndpoint.FromEnvironment(_ => null).CreateClient(), TimeProvider.System, NullLoggerFactory.Instance)
        .ToDictionary(k => k.Name);

    [Fact]
    public void Shape_and_mode_are_read()
    {
        Assert.Equal(
            FromPeers with { Mode = CutMode.Reject, Shape = PartitionShape.MajorityMinority },
            Bind("network-partition", ("mode", "reject"), ("shape", "majority-minority")));
        Assert.All(PartitionDraw.Names, name => Bind("network-partition", ("shape", name)));
        Assert.Equal(PartitionDraw.Names.Count, Enum.GetValues<PartitionShape>().Length);
    }

    [Fact]
    public void Flap_is_two_seconds_down_and_two_up_unless_it_is_said()
    {
        Assert.Equal(new FlapParameters(FromPeers, TwoSeconds, TwoSeconds, TimeSpan.Zero), Bind("network-flap"));
        Assert.Equal(
            new FlapParameters(
                FromPeers with { Shape = PartitionShape.Halves }, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(1),
                TimeSpan.FromMilliseconds(200)),
            Bind("network-flap", ("down", "3s"), ("up", "1s"), ("jitter", "200ms"), ("shape", "halves")));
    }

    [Theory]
    [InlineData("network-partition")]
    [InlineData("network-flap")]
    [InlineData("connection-reset")]
    public void Clients_can_be_at_the_other_end(string kind)
    {
        var parameters = Bind(kind, ("from", "clients"));
        Assert.Empty(Kinds[kind].Check(parameters, ["a", "b", "c"], Members));
        var (reader, problems) = Yaml.Map(("delay", "5ms"), ("to", "clients"));
        Assert.Null(Kinds["network-delay"].Bind(reader));
        Assert.Equal("write one of: peers, everyone", Assert.Single(problems).Fix);
    }

    [Fact]
    public void Delay_varies_evenly_unless_it_is_said()
    {
        DelayParameters Of(params (string, object)[] more) =>
            (DelayParameters)Bind("network-delay", [("delay", "50ms"), ("jitter", "10ms"), .. more]);
        Assert.Equal(Spread.Uniform, Of().Distribution);
        Assert.Equal(Spread.Pareto, Of(("distribution", "pareto")).Distribution);
        // Twice the most that a packet can be late by.
        Assert.Equal(TimeSpan.FromMilliseconds(180), Of(("distribution", "normal")).LeastHold);
        var (reader, problems) = Yaml.Map(("delay", "50ms"), ("distribution", "normal"));
        Assert.Null(Kinds["network-delay"].Bind(reader));
        Assert.Equal("write 'jitter', too", Assert.Single(problems).Fix);
    }

    [Fact]
    public void Four_states_have_netems_names_and_defaults()
    {
        PacketLoss Of(params (string, object)[] states) => ((LossParameters)Bind("network-loss", ("states", states))).Packets;
        Assert.Equal(new(0.1, 0.9, 0, 1, 0), Of(("p13", "10%")).States);
        Assert.Equal(
            new(0.02, 0.2, 0.3, 0.4, 0.01), Of(("p13", "2%"), ("p31", "20%"), ("p32", "30%"), ("p23", "40%"), ("p14", "1%")).States);
    }

    [Theory]
    [InlineData("p31", "25%", "such as 'p13: 1%'")]
    [InlineData("p13", "0%", "write a percentage above 0%")]
    [InlineData("p13 p31", "10% 0%", "write a percentage above 0%")]
    [InlineData("p13 p32 p23", "10% 5% 0%", "write a percentage above 0%")]
    [InlineData("p13 p31 p14", "60% 40% 50%", "write less of one of them")]
    [InlineData("p13 p32", "10% 20%", "write both, and less of one of them")]
    [InlineData("p13 p31", "0.01% 50%", "write more loss")]
    public void Four_states_that_cannot_be_are_reported(string keys, string values, string fix)
    {
        var states = keys.Split(' ').Zip(values.Split(' ')).Select(p => (p.First, (object)p.Second)).ToArray();
        var (reader, problems) = Yaml.Map(("states", states));
        Kinds["network-loss"].Bind(reader);
        Assert.Contains(problems, p => p.Fix.Contains(fix));
    }

    [Fact]
    public void One_model_of_loss_is_written()
    {
        var (reader, problems) = Yaml.Map(
            ("percent", "10%"), ("states", ((string, object)[])[("p13", "10%")]),
            ("burst", ((string, object)[])[("enter", "10%"), ("leave", "50%")]));
        Assert.Null(Kinds["network-loss"].Bind(reader));
        Assert.Equal(["write 'states' or 'burst'", "write 'percent' or 'burst'"], problems.Select(p => p.Fix));
    }

    [Theory]
    [InlineData("network-partition", "mode", "deny", "write one of: drop, reject")]
    [InlineData("network-partition", "shape", "brigde", "(did you mean 'bridge'?)")]
    [InlineData("network-flap", "down", "500ms", "write a time from 1s to 6s")]
    [InlineData("network-flap", "up", "7s", "write a time from 1s to 6s")]
    [InlineData("network-flap", "up", "1", "write a number and a unit")]
    [InlineData("network-flap", "jitter", "1100ms", "write at most 1s")]
    [InlineData("network-flap", "shape", "halfs", "(did you mean 'halves'?)")]
    public void Bad_value_is_reported_with_what_would_be_right(string kind, string key, string value, string fix)
    {
        var (reader, problems) = Yaml.Map((key, value));
        Assert.Null(Kinds[kind].Bind(reader));
        Assert.Contains(fix, Assert.Single(problems).Fix);
    }

    [Fact]
    public void Shape_says_itself_who_is_cut_off_from_whom()
    {
        var (reader, problems) = Yaml.Map(("shape", "halves"), ("from", "everyone"), ("direction", "inbound"));
        Assert.Null(Kinds["network-partition"].Bind(reader));
        Assert.Equal(
            ["'from' is for 'shape: isolate' alone", "'direction' is for 'shape: isolate' alone"], problems.Select(p => p.Message));
    }

    [Theory]
    [InlineData("halves", "a", "'halves' divides 2 nodes or more, and 'on' chooses 1: a")]
    [InlineData("bridge", "a b", "'bridge' divides 3 nodes or more, and 'on' chooses 2: a, b")]
    [InlineData("majorities-ring", "a b c", "'majorities-ring' divides 5 nodes or more, and 'on' chooses 3: a, b, c")]
    [InlineData("primaries", "a", "'primaries' are whoever has the role when the fault begins, and 'on' names nodes")]
    public void Shape_that_the_nodes_do_not_have_is_a_problem(string shape, string nodes, string message)
    {
        foreach (var kind in (string[])["network-partition", "network-flap"])
        {
            var problem = Assert.Single(Kinds[kind].Check(Bind(kind, ("shape", shape)), nodes.Split(' '), Members));
            Assert.Equal(("shape", message), (problem.Key, problem.Message));
        }
    }

    [Theory]
    [InlineData("bridge", "a b c")]
    [InlineData("halves", "a b")]
    [InlineData("primaries", "<leader>")]
    public void Shape_that_the_nodes_have_is_none(string shape, string nodes) =>
        Assert.Empty(Kinds["network-partition"].Check(Bind("network-partition", ("shape", shape)), nodes.Split(' '), Members));

    [Fact]
    public void Plan_says_who_is_cut_off_from_whom_as_the_seed_decides()
    {
        var halves = Bind("network-partition", ("shape", "halves"));
        var plans = Enumerable.Range(1, 20)
            .Select(seed => Kinds["network-partition"].DryRun(halves, ["a", "b", "c"], Members, seed)[0]).ToArray();
        Assert.Equal(
            ["cut off: a from b, c; b, c from a", "cut off: a, b from c; c from a, b", "cut off: a, c from b; b from a, c"],
            plans.Distinct().Order(StringComparer.Ordinal));
        var grudge = PartitionDraw.Of(PartitionShape.Halves, ["a", "b", "c"], ["a", "b", "c"], seed: 3);
        Assert.Equal($"cut off: {grudge}", plans[2]);
    }

    [Fact]
    public void Plan_for_nodes_that_are_not_known_yet_says_so() => Assert.Equal(
        ["who is cut off from whom is drawn when the nodes are known: 5 of them or more"],
        Kinds["network-partition"].DryRun(Bind("network-partition", ("shape", "majorities-ring")), ["<all>"], [], 1));

    [Fact]
    public void Plan_of_a_flap_says_how_long_its_first_phases_are()
    {
        var flap = Bind("network-flap", ("jitter", "1s"));
        var first = Kinds["network-flap"].DryRun(flap, ["a"], Members, seed: 5)[0];
        Assert.Matches(@"^down for [\d.ms]+, up for [\d.ms]+, down for [\d.ms]+, up for [\d.ms]+, …, each time:$", first);
        Assert.NotEqual(first, Kinds["network-flap"].DryRun(flap, ["a"], Members, seed: 6)[0]);
        var pattern = new FlapPattern((FlapParameters)flap, 5);
        Assert.All(Enumerable.Range(0, 200), i => Assert.InRange(pattern.Next(i % 2 == 0).TotalSeconds, 1, 3));
    }

    private static FaultParameters Bind(string kind, params (string, object)[] entries)
    {
        var (reader, problems) = Yaml.Map(entries);
        var parameters = Kinds[kind].Bind(reader);
        reader.Done();
        Assert.Empty(problems);
        return parameters!;
    }
}
