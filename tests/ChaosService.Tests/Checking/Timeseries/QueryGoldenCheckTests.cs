using ChaosService.Checking.Timeseries.Golden;
using ChaosService.Model.Histories;
using ChaosService.Model.Randomness;
using ChaosService.Model.Timeseries;
using ChaosService.Model.Verdicts;

namespace ChaosService.Tests.Checking.Timeseries;

public class QueryGoldenCheckTests
{
    private static readonly PointQuery All = new(PointScripts.Shape, true);

    private static CheckVerdict Check(Script script) => script.Check("query-golden", new QueryGoldenParameters());

    public static TheoryData<PointQuery> Queries =>
    [
        All, All with { GroupBy = PointQuery.ByRegion }, All with { GroupBy = PointQuery.ByKey }, All with { Key = 3 },
        All with { FromNs = PointShape.BaseNs + PointShape.ShardNs, UntilNs = PointShape.BaseNs + (2 * PointShape.ShardNs) },
        All with { FromNs = PointShape.BaseNs + (10_040 * PointShape.StepNs), Region = 1 },
        All with { Aggregates = false }, All with { Aggregates = false, Key = 3, Region = 2 },
        All with { Aggregates = false, FromNs = PointShape.BaseNs, UntilNs = PointShape.BaseNs + (10_050 * PointShape.StepNs) },
    ];

    [Theory]
    [MemberData(nameof(Queries))]
    public void Answer_from_what_was_acknowledged_is_valid_and_exact(PointQuery query)
    {
        var verdict = Check(new Script().WritePoints(10_000, 100, 0, 5).WritePoints(30_000, 100, 0, 5, OpType.Fail)
            .Ask(query.Answered(PointScripts.Numbers(10_000, 100)), 10, 20).WritePoints(20_000, 100, 30, 40));
        Assert.Equal(Outcome.Valid, verdict.Outcome);
        Assert.Equal((1d, 0d), (verdict.Figures["exact_count"], verdict.Figures["bounded_count"]));
    }

    [Theory]
    [MemberData(nameof(Queries))]
    public void Answer_without_an_acknowledged_batch_is_found(PointQuery query)
    {
        var verdict = Check(new Script().WritePoints(10_000, 100, 0, 5).WritePoints(10_200, 300, 0, 5)
            .Ask(query.Answered(PointScripts.Numbers(10_000, 100)), 10, 20));
        // A window of times that ends before the second batch sees nothing of it.
        Assert.Equal(query.UntilNs == PointShape.BaseNs + (10_050 * PointShape.StepNs) ? Outcome.Valid : Outcome.Invalid, verdict.Outcome);
    }

    [Theory]
    [MemberData(nameof(Queries))]
    public void Any_part_of_what_is_open_may_be_in_the_answer(PointQuery query)
    {
        for (var seed = 1; seed <= 50; seed++)
        {
            var random = new SeededRandom(seed);
            var open = PointScripts.Numbers(20_000, 40).Where(_ => random.Next(2) == 0);
            var verdict = Check(new Script().WritePoints(10_000, 60, 0, 5).WritePoints(20_000, 20, 8, 12, OpType.Info)
                .WritePoints(20_020, 20, 15, 30).Ask(query.Answered([.. PointScripts.Numbers(10_000, 60), .. open]), 10, 20));
            Assert.True(verdict.Outcome == Outcome.Valid, $"seed {seed}: {verdict.Summary}");
        }
    }

    [Theory]
    [InlineData("wrong-count", 1, 0, 0, 0, 0)]
    [InlineData("wrong-count", -1, 0, 0, 0, 0)]
    [InlineData("wrong-sum", 0, 1, 0, 0, 0)]
    [InlineData("wrong-min", 0, 0, -0.5, 0, 0)]
    [InlineData("wrong-min", 0, 0, 0.5, 0, 0)]
    [InlineData("wrong-max", 0, 0, 0, 0.5, 0)]
    [InlineData("wrong-average", 0, 0, 0, 0, 0.001)]
    public void Each_wrong_aggregate_is_found(string anomaly, int count, int sum, double min, double max, double average)
    {
        var right = All.Answered(PointScripts.Numbers(10_000, 100)).Groups!.Single();
        var wrong = right with
        {
            Count = right.Count + count, Sum = right.Sum + sum, Min = right.Min + min, Max = right.Max + max,
            Average = right.Average + average,
        };
        var verdict = Check(new Script().WritePoints(10_000, 100, 0, 5).Ask(All with { Groups = [wrong] }, 10, 20));
        Assert.Equal((Outcome.Invalid, anomaly), (verdict.Outcome, verdict.Findings.Single().Anomaly));
    }

    [Fact]
    public void Average_of_averages_is_found()
    {
        var points = PointScripts.Numbers(10_000, 100).Select(PointScripts.Shape.At).ToList();
        var byKey = points.GroupBy(p => p.Key).Select(g => g.Average(p => p.Load)).Average();
        var answer = All.Answered(PointScripts.Numbers(10_000, 100)).Groups!.Single() with { Average = byKey };
        Assert.Equal(
            "wrong-average",
            Check(new Script().WritePoints(10_000, 100, 0, 5).Ask(All with { Groups = [answer] }, 10, 20)).Findings.Single().Anomaly);
    }

    [Fact]
    public void Open_writes_leave_bounds_that_can_be_broken()
    {
        var script = new Script().WritePoints(10_000, 10, 0, 5).WritePoints(20_000, 5, 8, 12, OpType.Info);
        var verdict = Check(script.Ask(All.Answered([.. PointScripts.Numbers(10_000, 10), .. PointScripts.Numbers(30_000, 6)]), 10, 20));
        Assert.Equal((Outcome.Invalid, "wrong-count"), (verdict.Outcome, verdict.Findings.Single().Anomaly));
        Assert.Contains("COUNT is 16, and must be from 10 to 15", verdict.Summary);
        Assert.Equal(1d, verdict.Figures["bounded_count"]);
    }

    [Fact]
    public void Points_twice_unknown_or_beside_the_condition_are_told_apart()
    {
        var query = All with { Aggregates = false, Key = PointScripts.Shape.At(10_000).Key };
        var other = PointScripts.Numbers(10_000, 100).First(n => PointScripts.Shape.At(n).Key != query.Key);
        var phantom = PointScripts.Numbers(50_000, 100).First(n => PointScripts.Shape.At(n).Key == query.Key);
        var right = query.Answered(PointScripts.Numbers(10_000, 100)).Numbers!;
        var verdict = Check(new Script().WritePoints(10_000, 100, 0, 5)
            .Ask(query with { Numbers = [.. right.Skip(1), right[^1], other, phantom] }, 10, 20));
        Assert.Equal(["duplicated", "missing", "phantom", "wrong-row"], verdict.Findings.Select(f => f.Anomaly).Order());
        Assert.Contains(verdict.Findings, f => f.Explanation.EndsWith($"without the point {right[0]}, acknowledged before"));
    }

    [Fact]
    public void Group_that_is_missing_and_group_that_nobody_wrote_are_found()
    {
        var query = All with { GroupBy = PointQuery.ByRegion };
        var groups = query.Answered(PointScripts.Numbers(10_000, 100)).Groups!;
        var verdict = Check(new Script().WritePoints(10_000, 100, 0, 5)
            .Ask(query with { Groups = [.. groups.Skip(1), groups[0] with { Group = "r9" }] }, 10, 20));
        Assert.Equal(["missing", "phantom"], verdict.Findings.Select(f => f.Anomaly).Order());
    }

    [Fact]
    public void Empty_table_counts_nothing() =>
        Assert.Equal(Outcome.Valid, Check(new Script().Ask(All.Answered([]), 0, 2).WritePoints(10_000, 3, 5, 6)).Outcome);

    [Fact]
    public void No_answer_is_unknown()
    {
        var verdict = Check(new Script().WritePoints(10_000, 3, 5, 6));
        Assert.Equal((Outcome.Unknown, "no query was answered, so nothing can be said"), (verdict.Outcome, verdict.Summary));
    }
}
