using System.Xml.Linq;
using ChaosService.Engine.Reporting.Results;
using ChaosService.Model.Runs;
using ChaosService.Model.Verdicts;
using static ChaosService.Engine.Reporting.JUnit.JUnitText;

namespace ChaosService.Engine.Reporting.JUnit;

/// <summary>
/// <c>junit.xml</c>: the experiment is a suite, each check a case. Invalid is a failure, unknown an error: never a pass. A check that
/// says what the experiment expects of it passes, and its output says so; an expectation that is not met is a failing case of its own,
/// otherwise "expected invalid, everything valid" would look green.
/// </summary>
internal static class JUnitReport
{
    public static string Render(ReportModel model)
    {
        var verdict = model.Verdict;
        // A soak's cases are those of its windows, and the checks that only the whole of it can tell.
        var inWindows = model.Windows.SelectMany(w => w.Checks).Select(c => c.Check).ToHashSet(StringComparer.Ordinal);
        List<XElement> cases =
        [
            .. model.Windows.SelectMany(w => w.Checks.Select(c => Case(model, $"window {w.Index} {c.Check}", Result(Whole(c), verdict)))),
            .. verdict.Checks.Where(c => !inWindows.Contains(c.Check)).Select(c => Case(model, c.Check, Result(c, verdict))),
        ];
        if (verdict.Checks.Count == 0) cases.Add(Case(model, "run", Trouble("error", "unknown", "nothing was checked", "")));
        if (verdict.Aborted is { } why) cases.Add(Case(model, "run to the end", Trouble("error", "aborted", why, "")));
        if (verdict is { Expected: not null, ExpectationMet: false }) cases.Add(Case(model, "expectation", Unmet(verdict)));

        var suite = new XElement("testsuite",
            new XAttribute("name", Clean(model.Plan.Experiment)),
            new XAttribute("tests", cases.Count),
            new XAttribute("failures", cases.Count(c => c.Element("failure") is not null)),
            new XAttribute("errors", cases.Count(c => c.Element("error") is not null)),
            new XAttribute("skipped", 0),
            new XAttribute("time", (model.EndedAt - model.StartedAt).TotalSeconds),
            new XAttribute("timestamp", model.StartedAt.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss")),
            Properties(model),
            cases);
        return new XDeclaration("1.0", "utf-8", null) + "\n" + new XElement("testsuites", suite) + "\n";
    }

    private static ReportCheck Whole(WindowCheck check) =>
        new(check.Check, check.Outcome, check.Summary, new Dictionary<string, double>(), [], []);

    private static XElement Properties(ReportModel model) => new("properties",
        Property("run", model.RunId),
        Property("seed", $"{model.Plan.Seed}"),
        Property("verdict", Word(model.Verdict.Outcome)),
        Property("repeat", model.RepeatCommand),
        model.Environment.Select(e => Property(e.Key, e.Value)));

    private static XElement Property(string name, string value) =>
        new("property", new XAttribute("name", Clean(name)), new XAttribute("value", Clean(value)));

    private static XElement Case(ReportModel model, string name, params IEnumerable<XElement> result) => new("testcase",
        new XAttribute("classname", Clean(model.Plan.Experiment)), new XAttribute("name", Clean(name)), new XAttribute("time", 0), result);

    private static IEnumerable<XElement> Result(ReportCheck check, ReportVerdict verdict)
    {
        var findings = string.Join("\n\n", check.Findings.Select(Describe));
        if (verdict.IsExpected(check))
            return [new XElement("system-out", Clean($"{Word(check.Outcome)}, as expected: {check.Summary}\n\n{findings}"))];
        return check.Outcome switch
        {
            Outcome.Valid => [new XElement("system-out", Clean(check.Summary))],
            Outcome.Invalid => [Trouble("failure", check.Findings is [var first, ..] ? first.Anomaly : "invalid", check.Summary, findings)],
            _ => [Trouble("error", "unknown", check.Summary, findings)],
        };
    }

    private static XElement Unmet(ReportVerdict verdict)
    {
        var by = verdict.Expected!.Check is { } check ? $" by {check}" : "";
        return Trouble(
            "failure", "expectation", $"expected {Word(verdict.Expected.Verdict)}{by}, came out {Word(verdict.Outcome)}", verdict.Reason);
    }

    private static XElement Trouble(string element, string type, string message, string text) =>
        new(element, new XAttribute("type", Clean(type)), new XAttribute("message", Clean(message)), Clean(text));

    private static string Describe(ReportFinding finding) =>
        $"{finding.Anomaly}{(finding.Count > 1 ? $" (× {finding.Count})" : "")}: {finding.Explanation}"
        + (finding.Faults.Count > 0 ? $"\n  faults in force: {string.Join(", ", finding.Faults)}" : "")
        + string.Concat(finding.Ops.Select(o =>
            $"\n  {o.Index} process {o.Process} {o.F} {o.Key} {o.Value} at {o.Node} {Word(o.Outcome)} "
                + $"{o.InvokedNs / 1e9:0.000}–{o.CompletedNs / 1e9:0.000} s {o.Error}"));

    private static string Word(Enum value) => value.ToString().ToLowerInvariant();
}
