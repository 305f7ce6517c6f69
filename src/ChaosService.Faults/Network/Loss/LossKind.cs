using ChaosService.Faults.Network.Impairment;
using ChaosService.Faults.Network.State;
using ChaosService.Faults.Network.Trains;
using ChaosService.Model.Configuration;
using Docker.DotNet;

namespace ChaosService.Faults.Network.Loss;

/// <summary>Some packets never arrive.</summary>
internal sealed class LossKind(DockerClient docker, NodeNetworks networks) : ImpairmentKind(docker, networks)
{
    private const double CorrelationMax = 0.9;

    public override string Name => "network-loss";

    public override string Summary => "loses packets that nodes send, at random, correlated or in bursts (netem, else NFQUEUE)";

    protected override ImpairmentParameters? BindOwn(MapReader reader, PeerChoice to, Direction direction)
    {
        var loss = reader.Map("burst") is { } burst ? Bursts(reader, burst) : Random(reader);
        if (loss is null) return null;
        if (TrainPlan.CanShow(loss.Share, loss.Memory)) return new LossParameters(loss, to, direction);
        reader.Problems.Add(
            reader.Place, $"{loss} is too rare, or in bursts too long, to be seen", null,
            "write more loss, less correlation, or bursts that end sooner");
        return null;
    }

    private static PacketLoss? Random(MapReader reader)
    {
        var share = Percent(reader);
        var correlation = reader.Share("correlation");
        if (correlation > CorrelationMax)
        {
            reader.Problems.Add(
                reader.PlaceOf("correlation"), "'correlation' is out of range", reader.Text("correlation"),
                $"write a percentage from 0% to {100 * CorrelationMax:0}%");
            return null;
        }
        return share is { } known ? PacketLoss.Correlated(known, correlation ?? 0) : null;
    }

    private static PacketLoss? Bursts(MapReader reader, MapReader burst)
    {
        foreach (var key in (string[])["percent", "correlation"])
            if (reader.Has(key))
                reader.Problems.Add(
                    reader.PlaceOf(key), $"'{key}' and 'burst' exclude each other", null, $"write '{key}' or 'burst'");
        _ = (reader.Node("percent"), reader.Node("correlation"));
        burst.Require("enter", "write the chance that a burst begins with a packet, such as 'enter: 1%'");
        burst.Require("leave", "write the chance that it ends with a packet, such as 'leave: 25%'");
        var (enter, leave, loss, between) = (burst.Share("enter"), burst.Share("leave"), burst.Share("loss"), burst.Share("between"));
        burst.Done();
        foreach (var (key, value) in ((string, double?)[])[("enter", enter), ("leave", leave)])
            if (value == 0)
                reader.Problems.Add(burst.PlaceOf(key), $"'{key}' is zero", burst.Text(key), "write a percentage above 0%");
        return enter is > 0 && leave is > 0 ? new(enter.Value, leave.Value, loss ?? 1, between ?? 0) : null;
    }
}
