using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using ChaosService.Model.Suites;
using ChaosService.Model.Verdicts;
using static ChaosService.Engine.Reporting.JUnit.JUnitText;

namespace ChaosService.Engine.Reporting.Suites;

/// <summary>
/// One JUnit file for a suite's run: a <c>testsuite</c> for each member, as its run wrote it. A member whose run wrote none, or whose files
/// are gone, has one case that says what is known of it. What did not run is an error, never a pass, unless the suite skipped it by its own
/// rule.
/// </summary>
internal static class SuiteJUnit
{
    public static string Render(SuiteRun run)
    {
        List<XElement> suites = [.. run.Members.Select(m => Written(m) ?? Told(m))];
        var root = new XElement("testsuites",
            new XAttribute("name", Clean(run.Suite)),
            new XAttribute("tests", Sum(suites, "tests")),
            new XAttribute("failures", Sum(suites, "failures")),
            new XAttribute("errors", Sum(suites, "errors")),
            new XAttribute("skipped", Sum(suites, "skipped")),
            new XAttribute("time", ((run.EndedAt ?? run.StartedAt) - run.StartedAt).TotalSeconds),
            suites);
        return new XDeclaration("1.0", "utf-8", null) + "\n" + root + "\n";
    }

    /// <summary>Null when the run did not come to write it, or it was deleted since.</summary>
    private static XElement? Written(SuiteMember member)
    {
        if (member.Directory is null || member.Verdict is null) return null;
        try
        {
            var written = XDocument.Load(Path.Combine(member.Directory, Reports.JUnitFile)).Root?.Element("testsuite");
            // A verdict that the run's file cannot know of: what it broke could not be taken back.
            return written is null || !Agrees(written, member.Counts) ? null : member.Cell.Count == 0 ? written : Renamed(written, member);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or XmlException)
        {
            // One damaged file must not cost the others: what is stored of the member stands in for it.
            return null;
        }
    }

    /// <summary>A run does not know which cell it was, and a reader of JUnit takes equal names for one case.</summary>
    private static XElement Renamed(XElement written, SuiteMember member)
    {
        written.SetAttributeValue("name", Clean(member.Name));
        foreach (var test in written.Elements("testcase")) test.SetAttributeValue("classname", Clean(member.Name));
        return written;
    }

    private static bool Agrees(XElement written, Outcome counts) =>
        counts == Outcome.Valid || Number(written, "failures") + Number(written, "errors") > 0;

    private static XElement Told(SuiteMember member)
    {
        var result = Result(member);
        return new XElement("testsuite",
            new XAttribute("name", Clean(member.Name)),
            new XAttribute("tests", 1),
            new XAttribute("failures", result.Name == "failure" ? 1 : 0),
            new XAttribute("errors", result.Name == "error" ? 1 : 0),
            new XAttribute("skipped", result.Name == "skipped" ? 1 : 0),
            new XAttribute("time", ((member.EndedAt ?? member.StartedAt) - member.StartedAt)?.TotalSeconds ?? 0),
            new XElement("testcase", new XAttribute("classname", Clean(member.Name)), new XAttribute("name", "run"),
                new XAttribute("time", 0), result));
    }

    private static XElement Result(SuiteMember member)
    {
        var reason = Clean(member.Reason ?? "");
        return (member.Counts, member.State) switch
        {
            (Outcome.Valid, _) => new XElement("system-out", reason),
            (Outcome.Invalid, _) => new XElement("failure", new XAttribute("type", "invalid"), new XAttribute("message", reason)),
            (_, MemberState.Skipped) => new XElement("skipped", new XAttribute("message", reason)),
            (_, var state) => new XElement(
                "error", new XAttribute("type", state is MemberState.Finished ? "unknown" : Word(state)),
                new XAttribute("message", reason)),
        };
    }

    private static string Word(MemberState state) => state.ToString().ToLowerInvariant();

    private static int Sum(IEnumerable<XElement> suites, string attribute) => suites.Sum(s => Number(s, attribute));

    private static int Number(XElement suite, string attribute) =>
        int.TryParse(suite.Attribute(attribute)?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
