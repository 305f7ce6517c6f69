using ChaosService.Faults.Network.Impairment;
using ChaosService.Faults.Network.State;
using ChaosService.Model.Configuration;
using Docker.DotNet;

namespace ChaosService.Faults.Network.Bandwidth;

/// <summary>Makes links slow: packets are sent one after the other, and are dropped when too many wait.</summary>
internal sealed class BandwidthKind(DockerClient docker, NodeNetworks networks) : ImpairmentKind(docker, networks)
{
    private const long RateMin = 64_000;
    private const long RateMax = 1_000_000_000;

    private static readonly TimeSpan QueueMin = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan QueueMax = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan QueueDefault = TimeSpan.FromMilliseconds(100);

    public override string Name => "network-bandwidth";

    public override string Summary => "limits the rate of each link that nodes send on, with a queue of its own (netem, else NFQUEUE)";

    protected override ImpairmentParameters? BindOwn(MapReader reader, PeerChoice to, Direction direction)
    {
        reader.Require("rate", "write how much passes, such as 'rate: 10mbit'");
        var rate = reader.BitRate("rate");
        var queue = reader.Duration("queue");
        if (rate < RateMin || rate > RateMax)
            reader.Problems.Add(
                reader.PlaceOf("rate"), "'rate' is out of range", reader.Text("rate"), "write a rate from 64kbit to 1gbit");
        if (queue < QueueMin || queue > QueueMax)
            reader.Problems.Add(
                reader.PlaceOf("queue"), "'queue' is out of range", reader.Text("queue"),
                $"write a time from {Quantity.Format(QueueMin)} to {Quantity.Format(QueueMax)}");
        return rate is { } known ? new BandwidthParameters(known, queue ?? QueueDefault, to, direction) : null;
    }
}
