using System.Xml.Linq;
using ChaosService.Engine.Reporting.JUnit;
using ChaosService.Engine.Reporting.Results;
using ChaosService.Model.Verdicts;

namespace ChaosService.Tests.Engine.Reporting;

public class JUnitReportTests
{
    [Fact]
    public void Invalid_fails_unknown_errs_and_only_valid_passes()
    {
        var suite = Suite(Outcome.Invalid);

        Assert.Equal(
            ("3", "1", "1"), ((string?)suite.Attribute("tests"), (string?)suite.Attribute("failures"), (string?)suite.Attribute("errors")));
        Assert.NotNull(Case(suite, "set-full").Element("failure"));
        Assert.NotNull(Case(suite, "latency").Element("error"));
        Assert.Equal(["system-out"], Case(suite, "availability").Elements().Select(e => e.Name.LocalName));
    }

    [Fact]
    public void Failure_holds_summary_and_findings()
    {
        var failure = Case(Suite(Outcome.Invalid), "set-full").Element("failure")!;

        Assert.Equal("2 of 22,301 acknowledged elements are lost", (string?)failure.Attribute("message"));
        Assert.Contains("lost (× 2): Element 10800", failure.Value);
        Assert.Contains("faults in force: f1", failure.Value);
        Assert.Contains("21600 process 0 add k0 10800 at redis1 ok 21.600–21.601 s", failure.Value);
    }

    [Fact]
    public void Check_that_says_what_is_expected_of_it_passes_and_says_so()
    {
        var suite = Suite(Outcome.Invalid, new Expectation(Outcome.Invalid, "set-full"));

        Assert.Null(Case(suite, "set-full").Element("failure"));
        Assert.StartsWith("invalid, as expected: 2 of 22,301", Case(suite, "set-full").Element("system-out")!.Value);
        Assert.NotNull(Case(suite, "latency").Element("error"));
    }

    [Fact]
    public void Expectation_that_is_not_met_fails_though_every_check_is_valid()
    {
        var suite = Suite(Outcome.Valid, new Expectation(Outcome.Invalid, "set-full"));

        Assert.Equal(
            "expected invalid by set-full, came out valid", (string?)Case(suite, "expectation").Element("failure")?.Attribute("message"));
        Assert.Equal("1", (string?)suite.Attribute("failures"));
    }

    [Fact]
    public void Aborted_run_is_an_error_though_every_check_is_valid() =>
        Assert.Equal(
            "by the user",
            (string?)Case(Suite(Outcome.Valid, aborted: "by the user"), "run to the end").Element("error")?.Attribute("message"));

    [Fact]
    public void Run_without_checks_is_an_error()
    {
        var model = Model(Outcome.Valid);
        var unchecked_ = model with { Verdict = model.Verdict with { Checks = [], Outcome = Outcome.Unknown } };

        Assert.Equal("1", (string?)XDocument.Parse(JUnitReport.Render(unchecked_)).Root!.Element("testsuite")!.Attribute("errors"));
    }

    [Fact]
    public void Control_characters_become_replacement_characters()
    {
        var text = Case(Suite(Outcome.Invalid), "set-full").Element("failure")!.Value;

        Assert.Contains("<script>alert(1)</script>\uFFFD </pre>", text);
    }

    [Fact]
    public void Suite_is_named_after_the_experiment_and_tells_what_it_ran_on()
    {
        var suite = Suite(Outcome.Valid);
        var properties =
            suite.Element("properties")!.Elements().ToDictionary(p => (string)p.Attribute("name")!, p => (string)p.Attribute("value")!);

        Assert.Equal("primary-partition", (string?)suite.Attribute("name"));
        Assert.Equal(("42", "nfqueue", "valid"), (properties["seed"], properties["network-delay backend"], properties["verdict"]));
    }

    private static XElement Case(XElement suite, string name) =>
        suite.Elements("testcase").Single(c => (string?)c.Attribute("name") == name);

    private static XElement Suite(Outcome outcome, Expectation? expected = null, string? aborted = null) =>
        XDocument.Parse(JUnitReport.Render(Model(outcome, expected, aborted))).Root!.Element("testsuite")!;

    private static ReportModel Model(Outcome outcome, Expectation? expected = null, string? aborted = null) =>
        ReportModel.From(SampleRun.Record(SampleRun.History(), outcome, expected, aborted));
}
