using ChaosService.Checking.Timeseries.Golden;
using ChaosService.Checking.Timeseries.Written;
using ChaosService.Model.Verdicts;

namespace ChaosService.Tests.Checking.Timeseries;

/// <summary>What the workload writes about a right table is valid, and about a wrong one is not.</summary>
public class PlayedTableTests
{
    private const int Seeds = 60;

    [Fact]
    public void Right_table_is_valid()
    {
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var script = new PlayedTable(seed).Play();
            var (written, golden) = (Written(script), Golden(script));
            Assert.True(written.Outcome == Outcome.Valid, $"seed {seed}: {written.Summary}");
            Assert.True(golden.Outcome == Outcome.Valid, $"seed {seed}: {golden.Summary}");
            Assert.True(golden.Figures["exact_count"] > 0 && golden.Figures["bounded_count"] > 0, $"seed {seed}");
        }
    }

    [Fact]
    public void Table_that_loses_batches_is_found_by_both()
    {
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var script = new PlayedTable(seed) { LosesOneOf = 10 }.Play();
            Assert.True(Written(script).Figures["lost_count"] > 0, $"seed {seed}");
            Assert.True(Golden(script).Outcome == Outcome.Invalid, $"seed {seed}");
        }
    }

    [Fact]
    public void Table_that_answers_from_the_past_is_found_by_its_queries_alone()
    {
        var found = 0;
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var script = new PlayedTable(seed) { IsStale = true }.Play();
            Assert.True(Written(script).Outcome == Outcome.Valid, $"seed {seed}");
            if (Golden(script).Outcome == Outcome.Invalid) found++;
        }
        Assert.InRange(found, Seeds * 9 / 10, Seeds);
    }

    [Fact]
    public void Table_that_averages_averages_is_found()
    {
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var findings = Golden(new PlayedTable(seed) { AveragesAverages = true }.Play()).Findings;
            Assert.True(findings.All(f => f.Anomaly == "wrong-average"), $"seed {seed}");
        }
        Assert.Contains(
            Enumerable.Range(1, Seeds), s => Golden(new PlayedTable(s) { AveragesAverages = true }.Play()).Outcome == Outcome.Invalid);
    }

    private static CheckVerdict Written(Script script) => script.Check("written-equals-read", new WrittenEqualsReadParameters());

    private static CheckVerdict Golden(Script script) => script.Check("query-golden", new QueryGoldenParameters());
}
