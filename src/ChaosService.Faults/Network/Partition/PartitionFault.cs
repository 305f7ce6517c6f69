using ChaosService.Faults.Network.Links;
using ChaosService.Faults.Network.Nftables;
using ChaosService.Faults.Network.State;
using ChaosService.Model.Clusters;
using ChaosService.Model.Faults;

namespace ChaosService.Faults.Network.Partition;

/// <param name="kind">Whose recipe it is: a flapping link is a partition that comes and goes.</param>
internal sealed class PartitionFault(FaultRequest request, string kind, PartitionParameters parameters, NodeNetworks networks)
    : NetworkFaultLife(request, networks, parameters.From)
{
    private string[] Members => [.. Request.Cluster.Nodes.Select(n => n.Name)];

    protected override string Kind => kind;

    /// <summary>Where nodes are divided, each may be at the other end of each.</summary>
    protected override IReadOnlyList<string> PeersAmong(IReadOnlyList<string> members) => parameters.Shape switch
    {
        PartitionShape.Isolate => [.. members.Except(Chosen)],
        PartitionShape.Primaries => members,
        _ => Chosen,
    };

    protected override NetworkFault Describe() => parameters.On(Request.Id, Chosen, Others, Members, Request.Seed);

    protected override void CheckNodes()
    {
        if (PartitionReader.TooFew(parameters.Shape, Chosen) is { } few) throw new FaultRefusedException($"{few.Message}; {few.Fix}.");
    }

    /// <summary>
    /// Proven when every link that answered before no longer answers, or is refused at once, and the kernel's rules count packets.
    /// </summary>
    public override async Task<Proof> ObserveEffectAsync(CancellationToken cancellationToken)
    {
        var asked = await Task.WhenAll((await CutLinksAsync(cancellationToken)).Select(l => CutAsync(l, cancellationToken)));
        return Proof.All([.. asked.OfType<Proof>(), .. await Task.WhenAll(Touched.Select(n => CountedAsync(n, cancellationToken)))]);
    }

    /// <summary>
    /// Seen when the kernel has none of the rules and every link that answered before answers again, unless something else is in the way.
    /// </summary>
    public override async Task<Proof> ObserveRecoveryAsync(CancellationToken cancellationToken)
    {
        var rules = await Task.WhenAll(Touched.Select(n => GoneAsync(n, cancellationToken)));
        return Proof.All([.. await AnswersAsync(RecoveryPatience, cancellationToken), .. rules]);
    }

    /// <summary>Each link that answered before answers within the time.</summary>
    public async Task<IReadOnlyList<Proof>> AnswersAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(limit, Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        var links = (await CutLinksAsync(cancellationToken)).Where(l => TimeBefore(l) is not null);
        return await Task.WhenAll(links.Select(l => AnswersAgainAsync(l, limit, either.Token, cancellationToken)));
    }

    /// <summary>The nodes that must have rules: the chosen ones, or those of them that are cut off from others.</summary>
    private IEnumerable<string> Touched => Describe().Grudge is { } grudge ? Chosen.Where(n => grudge.Of(n).Count > 0) : Chosen;

    private async Task<IReadOnlyList<Link>> CutLinksAsync(CancellationToken cancellationToken)
    {
        var fault = Describe();
        return [.. (await LinksAsync(cancellationToken)).Where(l => fault.IsBetween(l.From, l.To))];
    }

    /// <summary>Null for a link that is as silent as before: it says nothing.</summary>
    private async Task<Proof?> CutAsync(Link link, CancellationToken cancellationToken)
    {
        var (before, now) = (TimeBefore(link), await Probe.AskAsync(link, LinkProbe.Patience, cancellationToken));
        var told = $"{link} {Answer(now)} (before: {Link.Describe(before)})";
        if (now is null && before is null) return null;
        CutMode[] others = [.. Network.Cuts(link.From, link.To).Where(f => f.Id != Request.Id).Select(f => f.Mode)];
        // Where nobody listened before, a refusal says nothing either.
        if (parameters.Mode == CutMode.Reject && now is { Refused: true } && WasRefused(link)) return null;
        if (parameters.Mode == CutMode.Reject)
            return now is null
                ? new(others.Contains(CutMode.Drop), $"{told}{(others.Contains(CutMode.Drop) ? ": another fault drops it" : "")}")
                : new(now.Value.Refused, told);
        var refused = now is { Refused: true } && others.Contains(CutMode.Reject);
        return new(now is null || refused, $"{told}{(refused ? ": another fault refuses it" : "")}");
    }

    private static string Answer(LinkAnswer? now) => now switch
    {
        null => $"no answer in {LinkProbe.Patience.TotalMilliseconds:0} ms",
        { Refused: true } => $"refused in {Link.Describe(now.Value.Took)}",
        _ => $"still answers in {Link.Describe(now.Value.Took)}",
    };

    private async Task<Proof> AnswersAgainAsync(Link link, TimeSpan limit, CancellationToken patience, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (Network.Cuts(link.From, link.To).Any(f => f.Id != Request.Id) || Network.LosesMost(link.From, link.To))
                return new(true, $"{link} is still cut by another fault");
            if (await Probe.AskAsync(link, LinkProbe.Patience, cancellationToken) is { } now && IsAsBefore(link, now))
                return new(true, $"{link} answers in {Link.Describe(now.Took)}");
            if (patience.IsCancellationRequested)
                return new(
                    false,
                    $"{link} does not answer within {limit.TotalSeconds:0.#} s of the revert (before: {Link.Describe(TimeBefore(link))})");
            link = await AgainAsync(link, cancellationToken);
        }
    }

    /// <summary>A refusal may be ours: it counts where nobody listened before either.</summary>
    private bool IsAsBefore(Link link, LinkAnswer now) => !now.Refused || WasRefused(link);

    private async Task<Proof> CountedAsync(string node, CancellationToken cancellationToken)
    {
        var (runtime, rules) = await RulesAsync(node, cancellationToken);
        if (runtime.Pid == 0) return await CutAtTheOtherEndAsync(node, cancellationToken);
        var done = parameters.Mode == CutMode.Reject ? "rejected" : "dropped";
        return rules.Count == 0
            ? new(false, $"the network of {node} has no rule of this fault")
            : new(true, $"{rules.Sum(r => r.Packets)} packets {done} on {node}");
    }

    /// <summary>Another fault has the node down. When it starts it is cut off from its first packet on by those who run.</summary>
    private async Task<Proof> CutAtTheOtherEndAsync(string node, CancellationToken cancellationToken)
    {
        var fault = Describe();
        foreach (var other in Members.Where(n => n != node && fault.IsBetween(n, node)))
            if ((await RulesAsync(other, cancellationToken)).Rules.Count > 0)
                return new(true, $"{node} does not run; {other} drops what it would say");
        return new(false, $"{node} does not run, and nobody drops what it would say");
    }

    private async Task<Proof> GoneAsync(string node, CancellationToken cancellationToken)
    {
        var (runtime, rules) = await RulesAsync(node, cancellationToken);
        if (runtime.Pid == 0) return new(true, $"{node} does not run, and its rules went with it");
        return rules.Count == 0 ? new(true, $"no rule left on {node}") : new(false, $"{rules.Count} rules left on {node}");
    }

    private async Task<(NodeRuntime Runtime, IReadOnlyList<DropCounter> Rules)> RulesAsync(string node, CancellationToken cancellationToken)
    {
        var runtime = await Request.Cluster.InspectAsync(node, cancellationToken);
        var all = runtime.Pid == 0 ? null : await NftTable.ReadAsync(runtime.Pid, cancellationToken);
        return (runtime, [.. (all ?? []).Where(r => r.FaultId == Request.Id)]);
    }
}
