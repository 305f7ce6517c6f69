using ChaosService.Faults.Network.Impairment;
using ChaosService.Faults.Network.State;
using ChaosService.Model.Configuration;
using Docker.DotNet;

namespace ChaosService.Faults.Network.Reorder;

/// <summary>Some packets overtake those before them, which are delayed.</summary>
internal sealed class ReorderKind(DockerClient docker, NodeNetworks networks) : ImpairmentKind(docker, networks)
{
    private const double ShareMin = 0.01;
    private const double ShareMax = 0.9;
    private const int GapMax = 20;

    private static readonly TimeSpan DelayMin = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan DelayMax = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan DelayDefault = TimeSpan.FromMilliseconds(20);

    public override string Name => "network-reorder";

    public override string Summary => "lets packets that nodes send overtake others, which are held up (netem, else NFQUEUE)";

    protected override ImpairmentParameters? BindOwn(MapReader reader, PeerChoice to, Direction direction)
    {
        var share = Percent(reader, ShareMax);
        var delay = reader.Duration("delay");
        var gap = reader.Integer("gap", 1, GapMax);
        if (share < ShareMin)
            reader.Problems.Add(
                reader.PlaceOf("percent"), "'percent' is out of range", reader.Text("percent"), "write a percentage from 1% to 90%");
        if (delay < DelayMin || delay > DelayMax)
            reader.Problems.Add(
                reader.PlaceOf("delay"), "'delay' is out of range", reader.Text("delay"),
                $"write a delay from {Quantity.Format(DelayMin)} to {Quantity.Format(DelayMax)}");
        return share is { } known ? new ReorderParameters(known, delay ?? DelayDefault, (int)(gap ?? 1), to, direction) : null;
    }
}
