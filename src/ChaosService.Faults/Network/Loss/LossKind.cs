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
        var (burst, states) = (reader.Map("burst"), reader.Map("states"));
        var loss = burst is not null ? Bursts(reader, burst) : states is not null ? States(reader, states) : Random(reader);
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

    private static void Alone(MapReader reader, string model, params string[] others)
    {
        foreach (var key in others)
        {
            _ = reader.Node(key);
            if (reader.Has(key))
                reader.Problems.Add(
                    reader.PlaceOf(key), $"'{key}' and '{model}' exclude each other", null, $"write '{key}' or '{model}'");
        }
    }

    private static PacketLoss? Bursts(MapReader reader, MapReader burst)
    {
        Alone(reader, "burst", "percent", "correlation", "states");
        burst.Require("enter", "write the chance that a burst begins with a packet, such as 'enter: 1%'");
        burst.Require("leave", "write the chance that it ends with a packet, such as 'leave: 25%'");
        var (enter, leave, loss, between) = (burst.Share("enter"), burst.Share("leave"), burst.Share("loss"), burst.Share("between"));
        burst.Done();
        foreach (var (key, value) in ((string, double?)[])[("enter", enter), ("leave", leave)])
            if (value == 0)
                reader.Problems.Add(burst.PlaceOf(key), $"'{key}' is zero", burst.Text(key), "write a percentage above 0%");
        return enter is > 0 && leave is > 0 ? new(enter.Value, leave.Value, loss ?? 1, between ?? 0) : null;
    }

    /// <summary>With netem's names and defaults.</summary>
    private static PacketLoss? States(MapReader reader, MapReader states)
    {
        Alone(reader, "states", "percent", "correlation");
        states.Require("p13", "write the chance that a burst of loss begins with a packet, such as 'p13: 1%'");
        var p13 = states.Share("p13");
        double Share(string key, double usual) => states.Share(key) ?? usual;
        var model = new LossStates(p13 ?? 0, Share("p31", 1 - (p13 ?? 0)), Share("p32", 0), Share("p23", 1), Share("p14", 0));
        states.Done();
        var before = reader.Problems.Count;
        foreach (var (key, wrong, fix) in Impossible(model).Where(_ => p13 is not null))
            reader.Problems.Add(states.PlaceOf(key), wrong, states.Text(key), fix);
        return p13 is null || reader.Problems.Count > before ? null : PacketLoss.InStates(model);
    }

    private static IEnumerable<(string Key, string Wrong, string Fix)> Impossible(LossStates model)
    {
        if (model.P13 == 0) yield return ("p13", "no burst ever begins", "write a percentage above 0%");
        if (model.P31 == 0) yield return ("p31", "a burst never ends", "write a percentage above 0%");
        if (model.P32 > 0 && model.P23 == 0) yield return ("p23", "what arrives within a burst never ends", "write a percentage above 0%");
        if (model.P13 + model.P14 > 1) yield return ("p13", "'p13' and 'p14' are more than 100% together", "write less of one of them");
        if (model.P31 + model.P32 > 1)
            yield return ("p32", "'p31' and 'p32' are more than 100% together", "write both, and less of one of them");
    }
}
