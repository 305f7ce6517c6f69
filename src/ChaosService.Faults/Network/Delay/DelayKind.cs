using ChaosService.Faults.Network.State;
using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;
using ChaosService.Model.Faults;
using ChaosService.Model.Recovery;
using Docker.DotNet;

namespace ChaosService.Faults.Network.Delay;

/// <summary>Makes nodes far away: packets arrive later.</summary>
internal sealed class DelayKind(DockerClient docker, NodeNetworks networks) : IFaultKind
{
    /// <summary>A shorter delay cannot be distinguished from the machine's own.</summary>
    private static readonly TimeSpan DelayMin = TimeSpan.FromMilliseconds(1);

    /// <summary>The nemesis waits 20 s for a proof, and the proof is a round trip.</summary>
    private static readonly TimeSpan RoundTripMax = TimeSpan.FromSeconds(15);

    public string Name => "network-delay";

    public string Summary => "delays what nodes send to their peers, to named nodes or to everyone, with jitter (netem, else NFQUEUE)";

    public FaultParameters? Bind(MapReader reader)
    {
        var before = reader.Problems.Count;
        reader.Require("delay", "write how long packets take more, such as 'delay: 50ms'");
        var delay = reader.Duration("delay");
        var jitter = reader.Duration("jitter");
        var distribution = reader.Choice("distribution", [.. Enum.GetValues<Spread>().Select(s => s.Name())]);
        var to = PeerChoice.Read(reader, "to");
        var direction = reader.Choice("direction", "outbound", "both");
        if (delay < DelayMin || delay > RoundTripMax)
        {
            reader.Problems.Add(
                reader.PlaceOf("delay"), "'delay' is out of range", reader.Text("delay"),
                $"write a delay from {Quantity.Format(DelayMin)} to {Quantity.Format(RoundTripMax)}: "
                + "less cannot be told from a machine's own noise, more cannot be waited for");
            return null;
        }
        if (jitter > delay)
        {
            reader.Problems.Add(
                reader.PlaceOf("jitter"), "'jitter' is more than the delay", Quantity.Format(jitter.Value),
                $"write at most {Quantity.Format(delay.Value)}");
            return null;
        }
        if (distribution is not null && !reader.Has("jitter"))
            reader.Problems.Add(
                reader.PlaceOf("distribution"), "'distribution' is that of the jitter, and there is none", distribution,
                "write 'jitter', too");
        if (delay is null || to is null || reader.Problems.Count > before) return null;
        return new DelayParameters(
            delay.Value, jitter ?? TimeSpan.Zero, to, direction == "both" ? Direction.Both : Direction.Outbound,
            distribution is null ? Spread.Uniform : Enum.Parse<Spread>(distribution, ignoreCase: true));
    }

    public IEnumerable<FaultProblem> Check(FaultParameters parameters, IReadOnlyList<string> nodes, IReadOnlyList<ClusterNode> members)
    {
        var own = (DelayParameters)parameters;
        string[] names = [.. members.Select(m => m.Name)];
        foreach (var problem in own.To.Check("to", nodes, names, names)) yield return problem;
        // Between two nodes that were chosen both packets are held up, the question and the answer.
        var longest = own.RoundTrip(bothWays: nodes.Count > 1 || own.Direction == Direction.Both);
        if (longest > RoundTripMax)
            yield return new(
                "delay", $"a round trip would take up to {Quantity.Format(longest)} more, which cannot be waited for",
                Quantity.Format(own.Delay),
                $"with its jitter, and both ways where both are held up, it must stay within {Quantity.Format(RoundTripMax)}");
    }

    public async ValueTask<FaultAvailability> ProbeAsync(CancellationToken cancellationToken) => await networks.Shapers.ProbeAsync();

    public IReadOnlyList<string> DryRun(FaultParameters parameters, IReadOnlyList<string> nodes, IReadOnlyList<ClusterNode> members)
    {
        var own = (DelayParameters)parameters;
        var names = members.Select(m => m.Name).ToArray();
        var fault = new NetworkFault("this fault", nodes, own.To.OtherEnds(names), own.Direction, own.Shape);
        return NetworkDryRun.ForShapes(fault, names, networks.Time);
    }

    public IFault Create(FaultRequest request) => new DelayFault(request, (DelayParameters)request.Parameters, networks);

    public Task RevertLeftoverAsync(RevertRecipe recipe, CancellationToken cancellationToken) =>
        new NetworkLeftovers(docker, networks).RemoveShapesAsync(NetworkRecipe.Read(recipe), cancellationToken);
}
