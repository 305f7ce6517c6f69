using System.Text;
using ChaosService.Engine.Suites;
using ChaosService.Model.Suites;

namespace ChaosService.Engine.Reporting.Suites;

/// <summary>The reports of a suite's run: one page, and one JUnit file with a <c>testsuite</c> for each member.</summary>
public static class SuiteReports
{
    public const string ResultsFile = "suite.json";

    /// <summary>The page. It opens offline.</summary>
    /// <param name="reportOf">Address of a member's report, seen from the page; null when it has none.</param>
    public static string Html(SuiteRun run, Func<SuiteMember, string?> reportOf) => SuitePage.Render(run, reportOf);

    /// <summary>Reads the <c>junit.xml</c> of each member's run, where there is one.</summary>
    public static string JUnit(SuiteRun run) => SuiteJUnit.Render(run);

    /// <summary>
    /// Writes <c>suite.json</c>, <c>report.html</c> and <c>junit.xml</c> into a directory next to those of the members' runs.
    /// </summary>
    public static void Write(SuiteRun run, string directory)
    {
        Directory.CreateDirectory(directory);
        WriteFile(directory, ResultsFile, SuiteRunJson.Write(run));
        WriteFile(directory, Reports.JUnitFile, JUnit(run));
        WriteFile(directory, Reports.HtmlFile, Html(run, m => m.Directory is { } of
            && File.Exists(Path.Combine(of, Reports.HtmlFile)) ? $"../{Path.GetFileName(of)}/{Reports.HtmlFile}" : null));
    }

    private static void WriteFile(string directory, string name, string text) =>
        File.WriteAllText(Path.Combine(directory, name), text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
}
