using ChaosService.Faults.Network.State;
using ChaosService.Faults.Network.Trains;
using ChaosService.Model.Faults;

namespace ChaosService.Faults.Network.Impairment;

/// <summary>
/// A fault that impairs packets. It is proven by trains of packets of our own, one way over each link: what became of them is what was
/// asked for, together with what other faults do to the same link.
/// </summary>
internal sealed class ImpairmentFault(FaultRequest request, string kind, ImpairmentParameters parameters, NodeNetworks networks)
    : ShapingFaultLife(request, networks, parameters.To)
{
    /// <summary>How many links are measured at a time: more would make the machine itself busy.</summary>
    private const int AtOnce = 3;

    /// <summary>A proof must not take longer than the nemesis waits for it.</summary>
    private const int LinksMax = 12;

    private static readonly TrainPlan Look = new(TrainPlan.Burst, 200, TimeSpan.Zero, TimeSpan.FromMilliseconds(300), Copies: false);

    private readonly TrainProbe _probe = new(networks.Time);
    private readonly HashSet<string> _silent = new(StringComparer.Ordinal);

    protected override string Kind => kind;

    protected override NetworkFault Describe() => new(Request.Id, Chosen, Others, parameters.Direction, parameters.Shape, Request.Seed);

    /// <summary>
    /// A link on which nothing arrives before the fault says nothing about it: a firewall is in the way, or another fault.
    /// </summary>
    protected override async Task LookAsync(CancellationToken cancellationToken)
    {
        var links = LinkSample.Of(await TrainLinksAsync(cancellationToken), LinksMax);
        foreach (var (link, report) in await EachAsync(links, _ => Look, cancellationToken))
            if (report is { Arrivals.Count: 0 } && !Network.IsCut(link.From, link.To)) _silent.Add($"{link}");
    }

    protected override async Task<Proof> MeasureEffectAsync(CancellationToken cancellationToken)
    {
        var all = await TrainLinksAsync(cancellationToken);
        if (all.Count == 0) return new(false, $"{string.Join(", ", Chosen)} had nobody to send to");
        var links = LinkSample.Of(all, LinksMax);
        var open = links.Where(l => !Network.IsCut(l.From, l.To)).ToArray();
        var judged = await JudgeAsync(open, cancellationToken);
        Proof[] cut = [.. links.Except(open).Select(l => new Proof(true, $"{l} is cut by another fault"))];
        return Proof.All([.. judged, .. cut, .. Left(links, all), await ThereAsync(open.Length > 0, cancellationToken)]);
    }

    public override async Task<Proof> ObserveRecoveryAsync(CancellationToken cancellationToken)
    {
        for (var from = Time.GetTimestamp(); ;)
        {
            var all = await TrainLinksAsync(cancellationToken);
            var links = LinkSample.Of(all, LinksMax);
            var judged = await JudgeAsync([.. links.Where(l => !Network.IsCut(l.From, l.To))], cancellationToken);
            var proof = Proof.All([.. judged, .. Left(links, all), await GoneAsync(cancellationToken)]);
            if (proof.Seen || Time.GetElapsedTime(from) > RecoveryPatience) return proof;
        }
    }

    private async Task<IReadOnlyList<DirectedLink>> TrainLinksAsync(CancellationToken cancellationToken)
    {
        var bothWays = parameters.Direction == Direction.Both;
        var links = await DirectedLink.FindAsync(Request.Cluster, Chosen, Others, bothWays, cancellationToken);
        return [.. links.Where(l => !_silent.Contains($"{l}"))];
    }

    /// <summary>What the proof does not speak of.</summary>
    private static IEnumerable<Proof> Left(IReadOnlyList<DirectedLink> measured, IReadOnlyList<DirectedLink> all) =>
        measured.Count < all.Count ? [new(true, $"{measured.Count} of {all.Count} links were measured")] : [];

    private async Task<IReadOnlyList<Proof>> JudgeAsync(IReadOnlyList<DirectedLink> links, CancellationToken cancellationToken)
    {
        Shape On(DirectedLink link) => Network.Between(link.From, link.To) ?? new();
        var judge = new TrainJudge(parameters.Shape);
        var reports = await EachAsync(links, l => judge.Plan(On(l)), cancellationToken);
        return [.. reports.Select(
            r => r.Report is { } report ? judge.Judge($"{r.Link}", On(r.Link), report) : new(false, $"{r.Link} is gone"))];
    }

    private async Task<IReadOnlyList<(DirectedLink Link, TrainReport? Report)>> EachAsync(
        IReadOnlyList<DirectedLink> links, Func<DirectedLink, TrainPlan> plan, CancellationToken cancellationToken)
    {
        var reports = new (DirectedLink, TrainReport?)[links.Count];
        await Parallel.ForAsync(
            0, links.Count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (i, stop) => reports[i] = (links[i], await _probe.RunAsync(links[i], plan(links[i]), stop)));
        return reports;
    }
}
