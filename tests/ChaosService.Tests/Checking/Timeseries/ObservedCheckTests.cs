using ChaosService.Checking.Timeseries.Observed;
using ChaosService.Model.Histories;
using ChaosService.Model.Verdicts;

namespace ChaosService.Tests.Checking.Timeseries;

/// <summary>A fault from 3 s to 5 s, and samples each half second.</summary>
public class ObservedCheckTests
{
    private const string Failed = "tsdb_raft_messages_failed_total";

    private static CheckVerdict Check(Script script, params string[] metrics) => script.Check(
        "observed", new ObservedParameters(metrics.Length == 0 ? null : metrics, 2, TimeSpan.FromSeconds(1)));

    private static Script Broken(string kind, string node = "n1") => new Script().Fault("f1", 3000, 5000, kind: kind, nodes: node);

    /// <summary>Samples of a node: what a metric is at each time in ms; null: no answer.</summary>
    private static Script Sampled(Script script, Func<int, (string, double)[]?> says, string node = "n1")
    {
        for (var at = 0; at <= 8000; at += 500)
            script.Observed(
                MetricsView.Topic, node, at, says(at) is { } values
                    ? new MetricsView(values.ToDictionary(v => v.Item1, v => v.Item2)).ToValue()
                    : OpValue.None);
        return script;
    }

    private static bool Is(int at) => at is > 3000 and <= 5000;

    [Fact]
    public void Level_outside_what_it_was_before_is_a_sign_and_one_that_stays_is_none()
    {
        var seen = Check(Sampled(Broken("disk-fill"), at => [("tsdb_disk_full", Is(at) ? 1 : 0)]));
        Assert.Equal(
            (Outcome.Valid, "1 fault seen: f1 disk-fill: tsdb_disk_full of n1 was 1, and 0 to 0 before"), (seen.Outcome, seen.Summary));
        var silent = Check(Sampled(Broken("disk-fill"), at => [("tsdb_disk_full", 0), ("tsdb_raft_role", at / 500)]));
        Assert.Equal(
            (Outcome.Invalid, "f1 disk-fill on n1 from 3.000 s shows in no metric; looked at tsdb_disk_full of n1"),
            (silent.Outcome, silent.Summary));
        Assert.Equal(("silent", "f1"), (silent.Findings.Single().Anomaly, silent.Findings.Single().Faults.Single()));
    }

    /// <summary>A history has changes alone.</summary>
    [Fact]
    public void Metrics_that_never_change_are_no_sign_though_no_line_says_so()
    {
        var script = Broken("disk-fill");
        foreach (var at in (long[])[0, 500])
            script.Observed(
                MetricsView.Topic, "n1", at, new MetricsView(new Dictionary<string, double> { ["tsdb_disk_full"] = 0 }).ToValue());
        Assert.Equal(Outcome.Invalid, Check(script).Outcome);
    }

    [Fact]
    public void Counter_that_rises_faster_than_before_is_a_sign_at_whichever_node()
    {
        var script = Sampled(Broken("network-partition"), at => [(Failed, 0)]);
        Assert.Equal(Outcome.Invalid, Check(script).Outcome);
        Assert.EndsWith(
            $"{Failed} of n2 rose by 12, 3 a second, and 0 before",
            Check(Sampled(script, at => [(Failed, at <= 3000 ? 0 : Math.Min(at - 3000, 3000) / 250)], "n2")).Summary);
    }

    [Fact]
    public void Counter_that_rises_as_before_is_no_sign()
    {
        Assert.Equal(Outcome.Invalid, Check(Sampled(Broken("network-loss"), at => [(Failed, at)])).Outcome);
        Assert.Equal(Outcome.Valid, Check(Sampled(Broken("network-loss"), at => [(Failed, at <= 3000 ? at : (3 * at) - 6000)])).Outcome);
    }

    [Theory]
    [InlineData(0.01, Outcome.Invalid)]
    [InlineData(0.05, Outcome.Valid)]
    public void Mean_of_a_duration_is_compared_and_not_its_sum(double slow, Outcome outcome) => Assert.Equal(
        outcome, Check(Sampled(Broken("disk-slow"), at =>
        [
            ("tsdb_raft_persist_seconds_count", at),
            ("tsdb_raft_persist_seconds_sum", (0.01 * Math.Min(at, 3000)) + (slow * Math.Max(at - 3000, 0))),
        ])).Outcome);

    [Fact]
    public void Node_that_does_not_answer_or_counts_anew_shows_its_own_fault_and_no_other()
    {
        Assert.Contains("n1 did not answer", Check(Sampled(Broken("container-kill"), at => Is(at) ? null : [(Failed, 0)])).Summary);
        Assert.Contains(
            "n1 began to count again", Check(Sampled(Broken("container-kill"), at => [(Failed, at <= 3000 ? 9 : 0)])).Summary);
        var other = Sampled(Broken("container-kill", "n2"), at => Is(at) ? null : [(Failed, 0)]);
        Assert.Equal(Outcome.Invalid, Check(Sampled(other, at => [(Failed, 0)], "n2")).Outcome);
    }

    [Fact]
    public void Metrics_that_are_named_count_and_no_others()
    {
        var script = Sampled(Broken("disk-fill"), at => [("tsdb_disk_full", Is(at) ? 1 : 0), ("tsdb_query_total{failed}", 0)]);
        var verdict = Check(script, "tsdb_query_total{failed}");
        Assert.EndsWith("looked at tsdb_query_total{failed} of n1", verdict.Summary);
        Assert.EndsWith("looked at no node has a metric that begins with nothing", Check(script, "nothing").Summary);
    }

    [Fact]
    public void No_fault_and_no_sample_before_or_during_are_unknown()
    {
        Assert.Equal(
            (Outcome.Unknown, "no fault had a proven effect, so nothing was to be seen"),
            (Check(new Script()).Outcome, Check(new Script().Fault("f1", 1, 2, effect: false)).Summary));
        Assert.Equal("no node was sampled both before and during f1 disk-fill", Check(Broken("disk-fill")).Summary);
        var late = new Script().Fault("f1", 100, 900, kind: "disk-fill", nodes: "n1");
        Assert.Equal(Outcome.Unknown, Check(Sampled(late, _ => [("tsdb_disk_full", 0)])).Outcome);
        var other = Check(Broken("disk-fill").Observed(MetricsView.Topic, "n1", 20, OpValue.Text("much")));
        Assert.Equal((Outcome.Unknown, "what n1 said at 0.020 s is not understood: \"much\""), (other.Outcome, other.Summary));
    }
}
