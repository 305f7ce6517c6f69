using ChaosService.Docker.Engine;
using ChaosService.Faults.Network.Netem;
using ChaosService.Faults.Network.Nfqueue;
using ChaosService.Faults.Network.Shaping;
using ChaosService.Faults.Network.State;
using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;
using ChaosService.Model.Faults;

namespace ChaosService.Faults.Network.Delay;

/// <summary>Makes nodes far away: packets arrive, later.</summary>
internal sealed class DelayKind(DockerClient docker, NodeNetworks networks) : IFaultKind
{
    private static readonly TimeSpan DelayMax = TimeSpan.FromMinutes(10);

    public string Name => "network-delay";

    public string Summary => "delays what nodes send to their peers, to named nodes or to everyone, with jitter (netem, else NFQUEUE)";

    public FaultParameters? Bind(MapReader reader)
    {
        reader.Require("delay", "write how long packets take more, such as 'delay: 50ms'");
        var delay = reader.Duration("delay");
        var jitter = reader.Duration("jitter");
        var to = PeerChoice.Read(reader, "to");
        var direction = reader.Choice("direction", "outbound", "both");
        if (delay is not null && (delay <= TimeSpan.Zero || delay > DelayMax))
        {
            reader.Problems.Add(reader.PlaceOf("delay"), "'delay' is out of range", Quantity.Format(delay.Value), "write a delay above 0 and up to 10m");
            return null;
        }
        if (jitter > delay)
        {
            reader.Problems.Add(
                reader.PlaceOf("jitter"), "'jitter' is more than the delay", Quantity.Format(jitter.Value), $"write at most {Quantity.Format(delay.Value)}");
            return null;
        }
        if (delay is null || to is null || (jitter is null && reader.Has("jitter")) || (direction is null && reader.Has("direction"))) return null;
        return new DelayParameters(delay.Value, jitter ?? TimeSpan.Zero, to, direction == "both" ? Direction.Both : Direction.Outbound);
    }

    public async ValueTask<FaultAvailability> ProbeAsync(CancellationToken cancellationToken) => await networks.Shapers.ProbeAsync();

    public IReadOnlyList<string> DryRun(FaultParameters parameters, IReadOnlyList<string> nodes, IReadOnlyList<ClusterNode> members)
    {
        var own = (DelayParameters)parameters;
        var names = members.Select(m => m.Name).ToArray();
        var fault = new NetworkFault("this fault", nodes, own.To.Resolve(names, names), own.Direction, new Shape(own.Delay, own.Jitter));
        IShaper[] backends = [new NetemShaper(), new NfqueueShaper(networks.Time)];
        return NetworkDryRun.For(fault, names, (enter, state) =>
            [.. backends.SelectMany(b => b.Describe(state).Select(d => $"{(b is NetemShaper ? "" : "or, where the kernel has no netem: ")}{enter} {d}"))]);
    }

    public IFault Create(FaultRequest request) => new DelayFault(request, (DelayParameters)request.Parameters, networks);

    public Task RevertLeftoverAsync(RevertRecipe recipe, CancellationToken cancellationToken) =>
        NetworkLeftovers.RemoveAsync(docker, NetworkRecipe.Read(recipe), cancellationToken);
}
