using ChaosService.Faults.Network.Links;
using ChaosService.Faults.Network.Nftables;
using ChaosService.Faults.Network.State;
using ChaosService.Model.Clusters;
using ChaosService.Model.Faults;

namespace ChaosService.Faults.Network.Partition;

internal sealed class PartitionFault(FaultRequest request, PartitionParameters parameters, NodeNetworks networks)
    : NetworkFaultLife(request, networks, parameters.From)
{
    protected override IReadOnlyList<string> PeersAmong(IReadOnlyList<string> members) => [.. members.Except(Chosen)];

    protected override string Kind => "network-partition";

    protected override NetworkFault Describe() => new(Request.Id, Chosen, Others, parameters.Direction);

    /// <summary>Seen when every link that answered before answers no more, and the kernel has the rules and counts.</summary>
    public override async Task<Proof> ObserveEffectAsync(CancellationToken cancellationToken)
    {
        var links = await LinksAsync(cancellationToken);
        var measured = await Task.WhenAll(links.Select(async link =>
            (Link: link, Now: await Probe.ConnectAsync(link, LinkProbe.Patience, cancellationToken), Before: TimeBefore(link))));
        var told = measured.Where(m => m.Before is not null || m.Now is not null)
            .Select(m => new Proof(m.Now is null, $"{m.Link} {Answer(m.Now)} (before: {Link.Describe(m.Before)})"));
        return Proof.All([.. told, .. await Task.WhenAll(Chosen.Select(n => CountedAsync(n, cancellationToken)))]);
    }

    /// <summary>
    /// Seen when the kernel has none of the rules and every link that answered before answers again, unless something else is in the way.
    /// </summary>
    public override async Task<Proof> ObserveRecoveryAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(RecoveryPatience, Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        var rules = await Task.WhenAll(Chosen.Select(n => GoneAsync(n, cancellationToken)));
        var links = (await LinksAsync(cancellationToken)).Where(l => TimeBefore(l) is not null);
        var answers = await Task.WhenAll(links.Select(l => AnswersAgainAsync(l, either.Token, cancellationToken)));
        return Proof.All([.. answers, .. rules]);
    }

    private static string Answer(TimeSpan? now) =>
        now is null ? $"no answer in {LinkProbe.Patience.TotalMilliseconds:0} ms" : $"still answers in {Link.Describe(now)}";

    private async Task<Proof> AnswersAgainAsync(Link link, CancellationToken patience, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (Network.IsCut(link.From, link.To) || Network.LosesMost(link.From, link.To))
                return new(true, $"{link} is still cut by another fault");
            if (await Probe.ConnectAsync(link, LinkProbe.Patience, cancellationToken) is { } now)
                return new(true, $"{link} answers in {Link.Describe(now)}");
            if (patience.IsCancellationRequested)
                return new(
                    false,
                    $"{link} does not answer {RecoveryPatience.TotalSeconds:0} s after the revert (before: "
                        + $"{Link.Describe(TimeBefore(link))})");
        }
    }

    private async Task<Proof> CountedAsync(string node, CancellationToken cancellationToken)
    {
        var (runtime, rules) = await RulesAsync(node, cancellationToken);
        if (runtime.Pid == 0) return await CutAtTheOtherEndAsync(node, cancellationToken);
        return rules.Count == 0
            ? new(false, $"the network of {node} has no rule of this fault")
            : new(true, $"{rules.Sum(r => r.Packets)} packets dropped on {node}");
    }

    /// <summary>Another fault has the node down. When it starts it is cut off from its first packet on by those who run.</summary>
    private async Task<Proof> CutAtTheOtherEndAsync(string node, CancellationToken cancellationToken)
    {
        foreach (var other in Request.Cluster.Nodes.Select(n => n.Name).Where(n => !Chosen.Contains(n) && Others?.Contains(n) != false))
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
