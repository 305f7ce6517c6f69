using ChaosService.Faults.Network.State;
using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;
using ChaosService.Model.Faults;
using ChaosService.Model.Recovery;
using Docker.DotNet;

namespace ChaosService.Faults.Network.Impairment;

/// <summary>
/// The common part of every kind that impairs packets between nodes: the choice of packets, the backends, the life cycle and the undo.
/// </summary>
internal abstract class ImpairmentKind(DockerClient docker, NodeNetworks networks) : IFaultKind
{
    /// <summary>What is rarer cannot be seen among as many packets as there is time for.</summary>
    private const double ShareMin = 0.001;

    public abstract string Name { get; }

    public abstract string Summary { get; }

    public FaultParameters? Bind(MapReader reader)
    {
        var to = PeerChoice.Read(reader, "to");
        var direction = reader.Choice("direction", "outbound", "both");
        var before = reader.Problems.Count;
        var own = BindOwn(reader, to ?? PeerChoice.Peers, direction == "both" ? Direction.Both : Direction.Outbound);
        return to is null || (direction is null && reader.Has("direction")) || reader.Problems.Count > before ? null : own;
    }

    /// <summary>Null when its own keys are wrong; the reader holds the problems.</summary>
    protected abstract ImpairmentParameters? BindOwn(MapReader reader, PeerChoice to, Direction direction);

    public IEnumerable<FaultProblem> Check(FaultParameters parameters, IReadOnlyList<string> nodes, IReadOnlyList<ClusterNode> members)
    {
        string[] names = [.. members.Select(m => m.Name)];
        return ((ImpairmentParameters)parameters).To.Check("to", nodes, names, names);
    }

    public async ValueTask<FaultAvailability> ProbeAsync(CancellationToken cancellationToken) => await networks.Shapers.ProbeAsync();

    public IReadOnlyList<string> DryRun(FaultParameters parameters, IReadOnlyList<string> nodes, IReadOnlyList<ClusterNode> members)
    {
        var own = (ImpairmentParameters)parameters;
        string[] names = [.. members.Select(m => m.Name)];
        var fault = new NetworkFault("this fault", nodes, own.To.OtherEnds(names), own.Direction, own.Shape);
        return NetworkDryRun.ForShapes(fault, names, networks.Time);
    }

    public IFault Create(FaultRequest request) => new ImpairmentFault(request, Name, (ImpairmentParameters)request.Parameters, networks);

    public Task RevertLeftoverAsync(RevertRecipe recipe, CancellationToken cancellationToken) =>
        new NetworkLeftovers(docker, networks).RemoveShapesAsync(NetworkRecipe.Read(recipe), cancellationToken);

    /// <summary>A share of packets that can be seen.</summary>
    protected static double? Percent(MapReader reader, double max = 1)
    {
        reader.Require("percent", "write how many packets, such as 'percent: 10%'");
        if (reader.Share("percent") is not { } share) return null;
        if (share >= ShareMin && share <= max) return share;
        reader.Problems.Add(
            reader.PlaceOf("percent"), "'percent' is out of range", reader.Text("percent"),
            $"write a percentage from {100 * ShareMin:0.#}% to {100 * max:0}%: rarer packets cannot be seen in the time that there is");
        return null;
    }
}
