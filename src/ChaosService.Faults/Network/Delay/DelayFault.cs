using ChaosService.Faults.Network.Links;
using ChaosService.Faults.Network.State;
using ChaosService.Model.Faults;

namespace ChaosService.Faults.Network.Delay;

internal sealed class DelayFault(FaultRequest request, DelayParameters parameters, NodeNetworks networks)
    : ShapingFaultLife(request, networks, parameters.To)
{
    /// <summary>Of a spread more must be seen than of one value: with these the middle is known within a sixth of the jitter.</summary>
    private const int SpreadSamples = 40;

    /// <summary>What tc and a clock may round away.</summary>
    private const double Rounding = 0.95;

    /// <summary>What a busy machine may add to the fastest of a few connections before the delay counts as still there.</summary>
    private static readonly TimeSpan Noise = TimeSpan.FromMilliseconds(5);

    /// <summary>The fastest of them, which nothing disturbed, distinguishes a short delay from noise.</summary>
    protected override int Samples => 10;

    protected override string Kind => "network-delay";

    protected override NetworkFault Describe() =>
        new(Request.Id, Chosen, Others, parameters.Direction, parameters.Shape, Request.Seed);

    /// <summary>
    /// Proven when every link takes as long as requested, and the kernel has the requested settings and has delayed packets.
    /// </summary>
    protected override async Task<Proof> MeasureEffectAsync(CancellationToken cancellationToken)
    {
        // Not every host can reach the nodes' addresses; where it could not before, its silence says nothing.
        var links = (await LinksAsync(cancellationToken)).Where(l => l.From != LinkMap.Host || TimeBefore(l) is not null).ToArray();
        if (links.Length == 0) return new(false, $"{string.Join(", ", Chosen)} had nobody to talk to");
        var slower = await Task.WhenAll(links.Select(l => SlowerAsync(l, cancellationToken)));
        return Proof.All([.. slower, await ThereAsync(anyOpen: links.Any(l => !Network.IsCut(l.From, l.To)), cancellationToken)]);
    }

    /// <summary>
    /// Seen when the kernel has nothing of it and every link is as fast as before, give or take what a busy machine adds, unless something
    /// else is in the way.
    /// </summary>
    public override async Task<Proof> ObserveRecoveryAsync(CancellationToken cancellationToken)
    {
        var links = (await LinksAsync(cancellationToken)).Where(l => TimeBefore(l) is not null).ToArray();
        var fast = await Task.WhenAll(links.Select(l => FastAgainAsync(l, cancellationToken)));
        return Proof.All([.. fast, await GoneAsync(cancellationToken)]);
    }

    /// <summary>
    /// The asked-for distribution, as far as a few connections show it: none is faster than the shortest delay, and half of them take
    /// longer by half the delay at least than the fastest did before. Without an effect the fastest is as before, whatever the machine
    /// does.
    /// </summary>
    private async Task<Proof> SlowerAsync(Link link, CancellationToken cancellationToken)
    {
        if (Overtaken(link)) return new(true, $"{link}: another fault lets packets overtake, so that connecting shows no delay");
        if (Network.IsRefused(link.From, link.To)) return new(true, $"{link} is refused by another fault before it could be late");
        var jitters = parameters.Jitter > TimeSpan.Zero;
        var now = await Probe.SampleAsync(link, jitters ? SpreadSamples : Samples, Limit(link), cancellationToken);
        // Nothing can be measured through a cut; what the kernel says must do.
        if (now is null)
        {
            var cut = Network.IsCut(link.From, link.To) || Network.LosesMost(link.From, link.To);
            return new(cut, $"{link} no answer{(cut ? ": cut by another fault" : "")}");
        }
        var ways = WaysOf(link);
        var seen = now.Fastest >= ways * Rounding * parameters.Shape.ShortestDelay
            && now.Middle - (TimeBefore(link) ?? TimeSpan.Zero) >= ways * parameters.Delay / 2;
        return new(seen, $"{link} {(jitters ? now.Spread : Link.Describe(now.Fastest))} (before: {Link.Describe(TimeBefore(link))})");
    }

    private async Task<Proof> FastAgainAsync(Link link, CancellationToken cancellationToken)
    {
        var noise = WaysOf(link) * parameters.Delay / 2 is var half && half < Noise ? half : Noise;
        for (var from = Time.GetTimestamp(); ;)
        {
            if (Network.IsCut(link.From, link.To) || Network.LosesMost(link.From, link.To))
                return new(true, $"{link} is cut by another fault");
            var now = (await Probe.SampleAsync(link, Samples, Limit(link), cancellationToken))?.Fastest;
            var other = Network.DelayBetween(link.From, link.To);
            var fast = now - TimeBefore(link) <= other + noise;
            if (fast || Time.GetElapsedTime(from) > RecoveryPatience)
                return new(
                    fast, $"{link} {Link.Describe(now)} (before: "
                        + $"{Link.Describe(TimeBefore(link))}{(other > TimeSpan.Zero ? "; another fault delays it" : "")})");
            link = await AgainAsync(link, cancellationToken);
        }
    }

    private bool Overtaken(Link link) =>
        Network.Between(link.From, link.To)?.Reordering is not null || Network.Between(link.To, link.From)?.Reordering is not null;

    /// <summary>A connection from the host meets the delay once, on the answer; one between chosen nodes meets it both ways.</summary>
    private int WaysOf(Link link)
    {
        if (link.From == LinkMap.Host) return 1;
        var fault = Describe();
        return (fault.Reaches(link.From, link.To) ? 1 : 0) + (fault.Reaches(link.To, link.From) ? 1 : 0);
    }

    /// <summary>By what this fault adds, also where it should do so no more, or by what all of them add.</summary>
    private TimeSpan Limit(Link link)
    {
        var (own, all) = (parameters.RoundTrip(bothWays: WaysOf(link) > 1), Network.DelayBetween(link.From, link.To));
        return LinkProbe.Patience + 1.1 * (own > all ? own : all);
    }
}
