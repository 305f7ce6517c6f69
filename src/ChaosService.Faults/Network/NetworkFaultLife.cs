using ChaosService.Faults.Network.Links;
using ChaosService.Faults.Network.State;
using ChaosService.Model.Clusters;
using ChaosService.Model.Faults;
using ChaosService.Model.Recovery;

namespace ChaosService.Faults.Network;

/// <summary>The common part of every network fault: it joins the cluster's active faults and leaves them.</summary>
internal abstract class NetworkFaultLife(FaultRequest request, NodeNetworks networks, PeerChoice choice) : IFault
{
    /// <summary>How long links may take to be as before after the revert.</summary>
    protected static readonly TimeSpan RecoveryPatience = TimeSpan.FromSeconds(10);

    /// <summary>How many connections show what a link takes: the fault waits for them.</summary>
    protected virtual int Samples => 3;

    private readonly ClusterNetwork _network = networks.Of(request.Cluster);

    public event Action<string>? Interrupted;

    protected FaultRequest Request => request;

    protected ClusterNetwork Network => _network;

    protected LinkProbe Probe { get; } = new(networks.Time);

    protected TimeProvider Time => networks.Time;

    /// <summary>The nodes that were chosen.</summary>
    protected IReadOnlyList<string> Chosen { get; } = [.. request.Nodes.Select(n => n.Name)];

    /// <summary>The other ends; null: everyone. Known once prepared.</summary>
    protected IReadOnlyList<string>? Others { get; private set; }

    /// <summary>The links and what they took before the fault.</summary>
    protected IReadOnlyList<Link> Before { get; private set; } = [];

    /// <summary>What <c>peers</c> means to the kind, among the members.</summary>
    protected abstract IReadOnlyList<string> PeersAmong(IReadOnlyList<string> members);

    /// <summary>Whose the recipe is.</summary>
    protected abstract string Kind { get; }

    protected abstract NetworkFault Describe();

    /// <summary>Throws <see cref="FaultRefusedException"/> when the kind does not support the number or kind of nodes.</summary>
    protected virtual void CheckNodes()
    {
    }

    /// <summary>What the kind must refuse besides nodes that do not exist.</summary>
    protected virtual Task CheckAsync(IReadOnlyList<NodeRuntime> touched, CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task<RevertRecipe> PrepareAsync(CancellationToken cancellationToken)
    {
        var members = request.Cluster.Nodes.Select(n => n.Name).ToArray();
        CheckNodes();
        Others = choice.Resolve(request.Cluster.Nodes, PeersAmong(members));
        if (PeerChoice.IsNobody(Chosen, Others))
            throw new FaultRefusedException(
                $"There is nobody on the other side of {string.Join(", ", Chosen)}; choose fewer nodes, or everyone as the other side.");

        var touched = new List<NodeRuntime>();
        foreach (var name in members.Where(m => Chosen.Contains(m) || Others?.Contains(m) != false))
            touched.Add(await request.Cluster.InspectAsync(name, cancellationToken));
        if (touched.FirstOrDefault(n => n.State == NodeState.Gone && Chosen.Contains(n.Node)) is { } gone)
            throw new FaultRefusedException($"{gone.Node} has no container; bring the target up again.");
        _network.Check(Describe());
        await CheckAsync(touched, cancellationToken);
        await LookAsync(cancellationToken);
        return NetworkRecipe.For(request, touched).ToRevertRecipe(Kind);
    }

    public Task InjectAsync(CancellationToken cancellationToken) =>
        _network.AddAsync(Describe(), sentence => Interrupted?.Invoke(sentence), cancellationToken);

    public Task RevertAsync(CancellationToken cancellationToken) => _network.RemoveAsync(request.Id, cancellationToken);

    public abstract Task<Proof> ObserveEffectAsync(CancellationToken cancellationToken);

    public abstract Task<Proof> ObserveRecoveryAsync(CancellationToken cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Links as they are now, which is not as they were when a node has restarted meanwhile.</summary>
    protected Task<IReadOnlyList<Link>> LinksAsync(CancellationToken cancellationToken) =>
        LinkMap.FindAsync(request.Cluster, Chosen, Others, cancellationToken);

    /// <inheritdoc cref="LinkMap.AgainAsync"/>
    protected Task<Link> AgainAsync(Link link, CancellationToken cancellationToken) =>
        LinkMap.AgainAsync(request.Cluster, link, Time, cancellationToken);

    /// <summary>How long the link took before the fault; null when it did not answer or was not there.</summary>
    protected TimeSpan? TimeBefore(Link link) => Before.FirstOrDefault(b => b.From == link.From && b.To == link.To)?.Before;

    /// <summary>Before the fault nobody listened there.</summary>
    protected bool WasRefused(Link link) => Before.Any(b => b.From == link.From && b.To == link.To && b.Refused);

    /// <summary>What is to be known of the links before the fault.</summary>
    protected virtual async Task LookAsync(CancellationToken cancellationToken)
    {
        var links = await LinksAsync(cancellationToken);
        Before = await Task.WhenAll(links.Select(l => LookAsync(l, cancellationToken)));
    }

    private async Task<Link> LookAsync(Link link, CancellationToken cancellationToken)
    {
        var times = await Probe.SampleAsync(link, Samples, LinkProbe.Patience, cancellationToken);
        return link with { Before = times?.Fastest, Refused = times?.AllRefused == true };
    }
}
