using System.Xml.Linq;
using ChaosService.Engine.Reporting.Suites;
using ChaosService.Engine.Suites;
using ChaosService.Model.Suites;
using ChaosService.Model.Verdicts;
using ChaosService.Tests.Engine.Fakes;

namespace ChaosService.Tests.Engine.Suites;

public sealed class SuiteReportsTests
{
    private const string Written = """
        <?xml version="1.0" encoding="utf-8"?>
        <testsuites><testsuite name="a" tests="3" failures="1" errors="1" skipped="0" time="1">
        <testcase classname="a" name="linearizable" time="0" /><testcase classname="a" name="latency" time="0"><error /></testcase>
        <testcase classname="a" name="set-full" time="0"><failure message="lost" /></testcase></testsuite></testsuites>
        """;

    [Fact]
    public void JUnit_has_a_suite_for_each_member_and_the_sums_are_right()
    {
        using var directory = new TempDirectory();
        File.WriteAllText(directory.File("junit.xml"), Written);
        var run = SuiteRunSamples.Run(
            SuiteRunSamples.Member("a", MemberState.Finished, Outcome.Invalid) with { Directory = directory.Path },
            SuiteRunSamples.Member("b", MemberState.Rejected, reason: "no \u0001 engine <here>"),
            SuiteRunSamples.Member("c", MemberState.Skipped, reason: "skipped: a is invalid"),
            SuiteRunSamples.Member("d", MemberState.Finished, Outcome.Valid) with { Directory = "/nowhere" });

        var root = Parse(run);

        Assert.Equal(["a", "b", "c", "d"], root.Elements("testsuite").Select(s => (string?)s.Attribute("name")));
        Assert.Equal(("6", "1", "2", "1"), Counts(root));
        Assert.Equal(6, root.Descendants("testcase").Count());
        Assert.Equal(2, root.Descendants("error").Count());
        Assert.Contains("engine <here>", (string?)Suite(root, "b").Descendants("error").Single().Attribute("message"));
        Assert.Single(Suite(root, "c").Descendants("skipped"));
        Assert.Single(Suite(root, "d").Descendants("system-out"));
    }

    [Theory]
    [InlineData(MemberState.Waiting)]
    [InlineData(MemberState.Running)]
    [InlineData(MemberState.Aborted)]
    [InlineData(MemberState.Interrupted)]
    [InlineData(MemberState.Rejected)]
    [InlineData(MemberState.Finished)]
    public void Member_that_is_unknown_never_passes(MemberState state) =>
        Assert.Equal(("1", "0", "1", "0"), Counts(Parse(SuiteRunSamples.Run(SuiteRunSamples.Member("a", state)))));

    [Fact]
    public void Member_that_is_worse_than_its_runs_file_says_does_not_pass()
    {
        using var directory = new TempDirectory();
        File.WriteAllText(
            directory.File("junit.xml"),
            """<testsuites><testsuite name="a" tests="1" failures="0" errors="0" skipped="0">"""
                + """<testcase name="x" /></testsuite></testsuites>""");
        var member = SuiteRunSamples.Member("a", MemberState.Finished, Outcome.Unknown, "not reverted: f1") with
        {
            Verdict = Outcome.Valid, Directory = directory.Path,
        };

        Assert.Equal("not reverted: f1", (string?)Parse(SuiteRunSamples.Run(member)).Descendants("error").Single().Attribute("message"));
        Assert.Empty(Parse(SuiteRunSamples.Run(member with { Counts = Outcome.Valid })).Descendants("error"));
    }

    [Fact]
    public void Damaged_file_of_a_member_costs_only_its_cases()
    {
        using var directory = new TempDirectory();
        File.WriteAllText(directory.File("junit.xml"), "<testsuites><testsuite");

        var root = Parse(SuiteRunSamples.Run(
            SuiteRunSamples.Member("a", MemberState.Finished, Outcome.Invalid, "2 lost") with { Directory = directory.Path }));

        Assert.Equal("2 lost", (string?)root.Descendants("failure").Single().Attribute("message"));
    }

    [Fact]
    public void Page_shows_the_merged_verdict_and_leads_to_each_report_that_there_is()
    {
        var run = SuiteRunSamples.Run(
            SuiteRunSamples.Member("calm", MemberState.Finished, Outcome.Valid) with
            {
                RunId = "r1", Seed = 7, EndedAt = SuiteRunSamples.Start.AddSeconds(12.5),
            },
            SuiteRunSamples.Member("lossy", MemberState.Finished, Outcome.Valid) with { Verdict = Outcome.Invalid },
            SuiteRunSamples.Member("<script>", MemberState.Rejected, reason: "no such <node>")) with { State = SuiteRunState.Finished };

        var page = SuiteReports.Html(run, m => m.RunId is { } id ? $"../{id}/report.html" : null);

        Assert.Contains("""<header class="verdict unknown">""", page);
        Assert.Contains("""<a href="../r1/report.html">report</a>""", page);
        Assert.Equal(1, page.Split("<a href=").Length - 1);
        Assert.Contains("12.5 s", page);
        Assert.Contains("""✓ invalid</span> <span class="badge good">as expected</span>""", page);
        Assert.Contains("no such &lt;node&gt;", page);
        Assert.DoesNotContain("<script", page);
        Assert.DoesNotContain("http://", page);
        Assert.DoesNotContain("https://", page);
    }

    [Fact]
    public void Stored_run_is_read_back_as_it_was()
    {
        var run = SuiteRunSamples.Run(SuiteRunSamples.Member("a", MemberState.Finished, Outcome.Invalid, "lost") with
        {
            RunId = "r", Seed = long.MinValue, ExitCode = 1,
        })
            with { Seed = 7, StopOn = StopOn.Invalid, EndedEarly = "halted", Labels = new Dictionary<string, string> { ["team"] = "ü" } };

        var text = SuiteRunJson.Write(run);

        Assert.Equal(text, SuiteRunJson.Write(SuiteRunJson.Read(text)));
        Assert.Equivalent(run.Members, SuiteRunJson.Read(text).Members, strict: true);
        Assert.Contains("\"verdict\": \"invalid\"", text);
    }

    private static XElement Parse(SuiteRun run) => XDocument.Parse(SuiteReports.JUnit(run)).Root!;

    private static XElement Suite(XElement root, string name) =>
        root.Elements("testsuite").Single(s => (string?)s.Attribute("name") == name);

    private static (string?, string?, string?, string?) Counts(XElement root) =>
        ((string?)root.Attribute(
            "tests"), (string?)root.Attribute("failures"), (string?)root.Attribute("errors"), (string?)root.Attribute("skipped"));
}
