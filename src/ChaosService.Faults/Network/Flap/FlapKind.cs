using ChaosService.Faults.Network.Partition;
using ChaosService.Faults.Sharing;
using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;
using ChaosService.Model.Faults;
using ChaosService.Model.Recovery;
using Docker.DotNet;

namespace ChaosService.Faults.Network.Flap;

/// <summary>Links that go down and come up, over and over.</summary>
internal sealed class FlapKind(DockerClient docker, NodeNetworks networks) : IFaultKind
{
    private static readonly TimeSpan Default = TimeSpan.FromSeconds(2);

    /// <summary>An answer that does not come is waited for, and the kernel is asked.</summary>
    private static readonly TimeSpan PhaseMin = TimeSpan.FromSeconds(1);

    /// <summary>The nemesis waits 20 s for a proof, and the proof takes one of each.</summary>
    private static readonly TimeSpan PhaseMax = TimeSpan.FromSeconds(6);

    public string Name => "network-flap";

    public string Summary => "cuts nodes off and lets them back, over and over: 'down' and 'up' in turn, of any shape of network-partition";

    public FaultParameters? Bind(MapReader reader)
    {
        var before = reader.Problems.Count;
        var cut = PartitionReader.Read(reader);
        var (down, up, jitter) = (Phase(reader, "down"), Phase(reader, "up"), reader.Duration("jitter") ?? TimeSpan.Zero);
        var most = (down < up ? down : up) / 2;
        if (jitter > most)
            reader.Problems.Add(
                reader.PlaceOf("jitter"), "'jitter' is more than half of the shorter phase", reader.Text("jitter"),
                $"write at most {Quantity.Format(most.Value)}");
        return cut is null || down is null || up is null || reader.Problems.Count > before
            ? null
            : new FlapParameters(cut, down.Value, up.Value, jitter);
    }

    public IEnumerable<FaultProblem> Check(FaultParameters parameters, IReadOnlyList<string> nodes, IReadOnlyList<ClusterNode> members) =>
        PartitionReader.Check(((FlapParameters)parameters).Cut, nodes, members);

    public ValueTask<FaultAvailability> ProbeAsync(CancellationToken cancellationToken) => NetworkProbes.NftablesAsync(cancellationToken);

    /// <summary>With the sides that come first from the seed 0.</summary>
    public IReadOnlyList<string> DryRun(FaultParameters parameters, IReadOnlyList<string> nodes, IReadOnlyList<ClusterNode> members) =>
        DryRun(parameters, nodes, members, seed: 0);

    public IReadOnlyList<string> DryRun(
        FaultParameters parameters, IReadOnlyList<string> nodes, IReadOnlyList<ClusterNode> members, long seed)
    {
        var own = (FlapParameters)parameters;
        return [$"down {First(own, seed)}, each time:", .. PartitionDryRun.Lines(own.Cut, nodes, members, seed)];
    }

    public IFault Create(FaultRequest request) => new FlapFault(request, Name, (FlapParameters)request.Parameters, networks);

    public Task RevertLeftoverAsync(RevertRecipe recipe, CancellationToken cancellationToken) =>
        new NetworkLeftovers(docker, networks).RemoveDropsAsync(NetworkRecipe.Read(recipe), cancellationToken);

    /// <summary><c>for 2s, up for 1s, down for 2.1s, …</c></summary>
    private static string First(FlapParameters parameters, long seed)
    {
        var pattern = new FlapPattern(parameters, seed);
        string Next(bool down) => Quantity.Format(TimeSpan.FromMilliseconds(Math.Round(pattern.Next(down).TotalMilliseconds)));
        return $"for {Next(true)}, up for {Next(false)}, down for {Next(true)}, up for {Next(false)}, …";
    }

    private static TimeSpan? Phase(MapReader reader, string key) =>
        reader.Duration(key, Default, PhaseMin, PhaseMax, "what is shorter or longer cannot be measured in time");
}
