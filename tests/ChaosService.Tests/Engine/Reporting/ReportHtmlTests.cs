using System.Text.RegularExpressions;
using ChaosService.Engine.Reporting;
using ChaosService.Engine.Reporting.Results;
using ChaosService.Model.Histories;
using ChaosService.Model.Verdicts;

namespace ChaosService.Tests.Engine.Reporting;

public partial class ReportHtmlTests
{
    [Fact]
    public void Page_encodes_what_nodes_and_ops_said()
    {
        var html = Render();

        Assert.DoesNotContain("<script>alert", html);
        Assert.DoesNotContain("</script>\\u", html);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", html);
        // The embedded JSON holds the same errors, and its script element may not be closed by them.
        Assert.Contains("\\u003cscript>alert(1)\\u003c/script>", html);
        Assert.Equal(4, Regex.Count(html, "<script"));
        Assert.Equal(4, Regex.Count(html, "</script>"));
    }

    [Fact]
    public void Page_asks_the_network_for_nothing()
    {
        var html = Render();

        Assert.DoesNotMatch(LoadsSomething(), html);
        Assert.Contains("default-src 'none'", html);
        // What is left of addresses is the library's own comment that says where it comes from.
        Assert.Equal(["https://github.com/leeoniya/uPlot"], Address().Matches(html).Select(m => m.Value).Distinct());
    }

    [Theory]
    [InlineData(Outcome.Valid, "class=\"verdict valid\"")]
    [InlineData(Outcome.Invalid, "class=\"verdict invalid\"")]
    [InlineData(Outcome.Unknown, "class=\"verdict unknown\"")]
    public void Verdict_stands_on_top_in_its_own_look(Outcome outcome, string expected) => Assert.Contains(expected, Render(outcome));

    [Fact]
    public void Expectation_that_is_met_and_one_that_is_not_are_told_apart()
    {
        Assert.Contains("✓ as expected: invalid by set-full", Render(Outcome.Invalid, new Expectation(Outcome.Invalid, "set-full")));
        Assert.Contains("✗ not as expected: invalid", Render(Outcome.Valid, new Expectation(Outcome.Invalid)));
    }

    [Fact]
    public void Aborted_run_says_why()
    {
        var html = Render(Outcome.Unknown, aborted: "availability below 5% for 60s");

        Assert.Contains("badge warn\">aborted", html);
        Assert.Contains("availability below 5% for 60s", html);
    }

    [Fact]
    public void Observations_are_shown_by_topic_with_what_is_new_and_not_all_of_many()
    {
        var history = SampleRun.History(ops: 100);
        Observation[] seen =
        [
            new(1, 1_500_000_000, 0, "raft", "n1", RaftView.ToValue([new("1", 2, "1", "catalog"), new("1", 3, "2", "1/0")])),
            new(2, 2_500_000_000, 0, "raft", "n1", RaftView.ToValue([new("1", 2, "1", "catalog"), new("1", 4, "<b>", "1/0")])),
            new(3, 3_500_000_000, 0, "raft", "n1", OpValue.None),
            .. Enumerable.Range(0, 200).Select(i => new Observation(9, i, i, "calls", "n2", OpValue.Integer(i))),
        ];
        var html = Reports.Render(
            ReportModel.From(SampleRun.Record(history)), new History { Ops = history.Ops, Observations = seen });

        Assert.Contains("<b>raft</b>: 3 changes of 1 subject<", html);
        Assert.Contains(
            "<td class='n'>2.500</td><td>n1</td><td>{group: '1/0', member: '1', term: 4, leader: '&lt;b&gt;'}</td>",
            html.Replace("&quot;", "'").Replace('"', '\''));
        Assert.Contains("<td class=\"n\">3.500</td><td>n1</td><td>no answer</td>", html);
        Assert.Contains("The first 60; history.jsonl.gz has all of them.", html);
        Assert.Equal(63, Regex.Count(html, "<td>n[12]</td>"));
        Assert.DoesNotContain("observed-title", Render());
    }

    [Fact]
    public void Page_of_a_long_run_stays_small()
    {
        var history = SampleRun.History(ops: 300_000);

        var html = Reports.Render(ReportModel.From(SampleRun.Record(history)), history);

        Assert.InRange(html.Length, 100_000, 3_000_000);
    }

    [Fact]
    public void Page_stays_small_though_every_op_fails_at_length()
    {
        var ops = SampleRun.History(ops: 60_000).Ops.ToArray();
        for (var i = 0; i < ops.Length; i++)
            ops[i] = ops[i] with { Outcome = i % 2 == 0 ? OpType.Fail : OpType.Info, Error = new string('x', 20_000) };
        var model = ReportModel.From(SampleRun.Record(SampleRun.History(), Outcome.Valid));

        Assert.InRange(Reports.Render(model, new History { Ops = ops }).Length, 500_000, 3_000_000);
    }

    [Fact]
    public void Page_of_a_run_without_ops_is_still_a_page()
    {
        var history = new History { Ops = default };
        var model = ReportModel.From(SampleRun.Record(SampleRun.History(100), Outcome.Unknown)) with { Faults = [], Ops = new(0, 0, 0, 0) };

        Assert.Contains("class=\"verdict unknown\"", Reports.Render(model, history));
    }

    /// <summary>With <c>REPORT_SAMPLE_DIR</c> set, the pages stay there to be looked at.</summary>
    private static string Render(Outcome outcome = Outcome.Invalid, Expectation? expected = null, string? aborted = null)
    {
        var history = SampleRun.History();
        var html = Reports.Render(ReportModel.From(SampleRun.Record(history, outcome, expected, aborted)), history);
        if (Environment.GetEnvironmentVariable("REPORT_SAMPLE_DIR") is { } directory)
            File.WriteAllText(Path.Combine(directory,
                $"{outcome}{(expected is null ? "" : "-expected")}{(aborted is null ? "" : "-aborted")}.html"), html);
        return html;
    }

    [GeneratedRegex(
        """<(link|img|iframe|object|embed|video|audio|source|base)\b|\b(src|href|action)\s*=\s*["']?(https?:)?//"""
            + """|url\(|@import|fetch\(|XMLHttpRequest|WebSocket|sendBeacon""")]
    private static partial Regex LoadsSomething();

    [GeneratedRegex("https?://[^\\s\"'<)]+")]
    private static partial Regex Address();
}
