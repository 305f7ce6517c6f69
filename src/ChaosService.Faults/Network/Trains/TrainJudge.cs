using ChaosService.Faults.Network.State;
using ChaosService.Model.Faults;

namespace ChaosService.Faults.Network.Trains;

/// <summary>Compares the fate of a train with the link's shape, in every property that one fault changes.</summary>
/// <param name="own">What that fault does.</param>
internal sealed class TrainJudge(Shape own)
{
    /// <summary>A rate counts as kept up to this much more. Less is no contradiction: the node's own packets share the link.</summary>
    private const double RateMore = 1.1;

    private const double RateLess = 0.25;

    /// <summary>So much more than the rate must have been sent before what arrived says anything of it.</summary>
    private const double OfferedMore = 1.3;

    /// <param name="link">All that is done to the link at the time.</param>
    public TrainPlan Plan(Shape link) =>
        own.Rate is { } rate ? TrainPlan.ForRate(rate.BitsPerSecond, link) : TrainPlan.ForShare(SmallestShare, link);

    public Proof Judge(string name, Shape link, TrainReport report) => Proof.All([.. Parts(link, report).Select(
        p => p with { Evidence = $"{name} {p.Evidence}" })]);

    private double SmallestShare =>
        ((double[])[own.Loss.Share, own.Duplicated, own.Corrupted, own.Reordering?.Jumps ?? 0]).Where(s => s > 0).DefaultIfEmpty(1).Min();

    private IEnumerable<Proof> Parts(Shape link, TrainReport report)
    {
        var odds = new LinkOdds(link);
        if (own.Loss != PacketLoss.None) yield return Share("lost", odds.NotIntact, report.NotIntact, report.Sent, link.Loss.Memory);
        if (own.Corrupted > 0)
            yield return Share(
                $"not intact ({report.Damaged} came damaged)", odds.NotIntact, report.NotIntact, report.Sent, link.Loss.Memory);
        if (own.Duplicated > 0) yield return Share("twice", odds.Twice, report.Twice, report.Sent, link.Loss.Memory);
        if (own.Reordering is not null && report.Overtakes() is var (overtaking, of))
            yield return Share("overtaking", odds.Overtaking, overtaking, of, memory: 0);
        if (own.Rate is { } rate) yield return link.Rate is { } limit ? Kept(limit, report) : Free(rate, report);
    }

    private static Proof Share(string what, double asked, int seen, int of, double memory)
    {
        // Packets in a burst fare alike; so many that fare each by itself would say as much.
        var counts = Math.Max(1, (int)(of * (1 - memory) / (1 + memory)));
        var measured = of == 0 ? 0 : (double)seen / of;
        var (low, high) = of == 0 ? (0, 1) : Binomial.Bounds((int)Math.Round(measured * counts), counts);
        var margin = Math.Max(high - measured, measured - low);
        return new(
            of > 0 && asked >= low - 1e-9 && asked <= high + 1e-9,
            FormattableString.Invariant(
                $"asked {Shape.Percent(asked)} {what}, measured {Shape.Percent(measured)} ± {100 * margin:0.##} (n = {of})"));
    }

    private static Proof Kept(RateLimit asked, TrainReport report)
    {
        var offered = report.OfferedBitsPerSecond;
        var told = $"asked {asked}, measured {Describe(report.BitsPerSecond)} of {RateLimit.Describe(offered)} that were sent";
        if (report.BitsPerSecond is not { } rate) return new(false, told);
        if (offered < OfferedMore * asked.BitsPerSecond)
            return new(rate <= RateMore * asked.BitsPerSecond, $"{told}: this machine cannot send enough to fill the link");
        return new(rate <= RateMore * asked.BitsPerSecond && rate >= RateLess * asked.BitsPerSecond, told);
    }

    private static Proof Free(RateLimit asked, TrainReport report)
    {
        var told = $"measured {Describe(report.BitsPerSecond)} of {RateLimit.Describe(report.OfferedBitsPerSecond)} that were sent";
        return new(
            report.BitsPerSecond > RateMore * asked.BitsPerSecond
                || (report.Arrivals.Count > 0 && report.OfferedBitsPerSecond < OfferedMore * asked.BitsPerSecond),
            $"{told} (the limit was {asked})");
    }

    private static string Describe(double? bitsPerSecond) =>
        bitsPerSecond is { } known ? RateLimit.Describe(known) : "too few packets to tell a rate";
}
