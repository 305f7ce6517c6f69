using ChaosService.Faults.Network.Netem;
using ChaosService.Faults.Network.Nfqueue;
using ChaosService.Faults.Network.Shaping;
using ChaosService.Faults.Network.State;
using ChaosService.Faults.Network.Trains;

namespace ChaosService.Tests.Faults.Network;

public sealed class ShapeRoomTests
{
    private static readonly Shape Remembering = new() { Rate = new(1_000_000, TimeSpan.FromMilliseconds(100)) };

    private const string Why = "one for each peer whose packets depend on those before them";

    [Theory]
    [InlineData(95, null)]
    [InlineData(96, $"n0 would have 96 shapes, {Why}, and netem takes 95 on a node; ")]
    public void Node_takes_as_many_shapes_as_there_are_handles(int peers, string? refusal) =>
        Assert.StartsWith(refusal ?? "fits", ShapeRoom.Refusal(new NetemShaper(), "n0", Of(peers)) ?? "fits");

    [Theory]
    [InlineData(64, null)]
    [InlineData(65, $"n0 would have 65 shapes, {Why}, and nfqueue takes 64 on a node; ")]
    public void Node_takes_as_many_shapes_as_there_are_queues(int peers, string? refusal) => Assert.StartsWith(
        refusal ?? "fits", ShapeRoom.Refusal(new NfqueueShaper(TimeProvider.System), "n0", Of(peers, Direction.Inbound)) ?? "fits");

    [Fact]
    public void What_is_refused_could_not_be_applied() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => TcTree.For("eth0", Of(96).Shapes));

    [Fact]
    public void Sample_of_too_many_links_has_some_of_each_sender()
    {
        string[] links = [.. from a in Enumerable.Range(0, 6) from b in Enumerable.Range(0, 5) select $"{a} → {b}"];
        var sample = LinkSample.Of(links, 12);
        Assert.Equal(12, sample.Distinct().Count());
        Assert.Equal(6, sample.Select(l => l[0]).Distinct().Count());
        Assert.Equal(links, LinkSample.Of(links, 30));
    }

    private static NetworkState Of(int peers, Direction direction = Direction.Outbound)
    {
        string[] members = [.. Enumerable.Range(0, peers + 1).Select(i => $"n{i}")];
        var addresses = members.Select((m, i) => (m, i)).ToDictionary(
            p => p.m, p => (IReadOnlyList<Address>)[new Address($"10.0.{p.i / 250}.{1 + p.i % 250}", false)]);
        return NetworkState.From("n0", [new NetworkFault("f1", ["n0"], members, direction, Remembering)], members, addresses);
    }
}
