using ChaosService.Checking;
using ChaosService.Checking.Resources;
using ChaosService.Model.Checks;
using ChaosService.Model.Histories;
using ChaosService.Model.Verdicts;

namespace ChaosService.Tests.Checking.Resources;

public sealed class MemoryCheckTests
{
    private const long Mib = 1 << 20;

    [Fact]
    public void Most_memory_of_each_node_is_told()
    {
        var verdict = Check(null, ("n1", 20), ("n2", 5), ("n1", 40), ("n1", 30));
        Assert.Equal((Outcome.Valid, "2 nodes had at most 40 MiB, n1 at 2.000 s"), (verdict.Outcome, verdict.Summary));
        Assert.Equal([("n1", 40.0 * Mib), ("n2", 5.0 * Mib)], verdict.Rows.Select(r => (r.Label, r.Figures["memory_max_bytes"])));
    }

    [Fact]
    public void Node_with_more_than_the_bound_is_found()
    {
        Assert.Equal(Outcome.Valid, Check(40 * Mib, ("n1", 40)).Outcome);
        var verdict = Check(40 * Mib, ("n1", 30), ("n2", 41), ("n2", 30));
        Assert.Equal((Outcome.Invalid, "n2 had 41 MiB at 1.000 s, above 40 MiB"), (verdict.Outcome, verdict.Summary));
        Assert.Equal("too-much-memory", Assert.Single(verdict.Findings).Anomaly);
    }

    [Fact]
    public void Nothing_measured_is_unknown() => Assert.Equal(Outcome.Unknown, Check(40 * Mib).Outcome);

    /// <param name="samples">A node's memory in MiB, one a second.</param>
    private static CheckVerdict Check(long? atMost, params (string Node, long Mebibytes)[] samples) =>
        CheckKinds.All().Single(k => k.Name == "memory").Check(
            new History
            {
                Ops = ReadOnlyMemory<Op>.Empty,
                Samples = [.. samples.Select((s, i) => new ResourceSample(i * 1_000_000_000L, s.Node, "a", s.Mebibytes * Mib, 10))],
            },
            new MemoryParameters(atMost), CheckBudget.Unlimited);
}
