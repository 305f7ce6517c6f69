using System.Text;
using ChaosService.Engine.Reporting.Html;
using ChaosService.Engine.Reporting.JUnit;
using ChaosService.Engine.Reporting.Results;
using ChaosService.Model.Histories;
using ChaosService.Model.Runs;

namespace ChaosService.Engine.Reporting;

/// <summary>The files of a run directory that are for readers: <c>results.json</c>, <c>report.html</c>, <c>junit.xml</c>.</summary>
public static class Reports
{
    public const string ResultsFile = "results.json";
    public const string HtmlFile = "report.html";
    public const string JUnitFile = "junit.xml";

    /// <summary>Writes all three. Files are written atomically: a reader never sees half of one.</summary>
    public static void Write(RunRecord record, History history, string runDirectory)
    {
        var model = ReportModel.From(record);
        WriteFile(runDirectory, ResultsFile, ResultsJson.Write(model));
        WriteReaders(model, history, runDirectory);
    }

    /// <summary>
    /// Writes <c>report.html</c> and <c>junit.xml</c> again from the existing <c>results.json</c>; returns what it read.
    /// </summary>
    /// <exception cref="InvalidDataException">There is no usable <c>results.json</c>; the message says where and what to do.</exception>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    public static ReportModel Rewrite(string runDirectory, History history)
    {
        var model = ResultsJson.Read(Path.Combine(runDirectory, ResultsFile));
        WriteReaders(model, history, runDirectory);
        return model;
    }

    /// <summary>Reduces <c>results.json</c> to what a reader without the history needs: counts, verdicts, findings and figures.</summary>
    public static void Thin(string runDirectory)
    {
        var model = ResultsJson.Read(Path.Combine(runDirectory, ResultsFile));
        var plan = model.Plan with { Faults = [.. model.Plan.Faults.Select(f => f with { DryRun = [] })] };
        var checks = model.Verdict.Checks.Select(c => c with { Rows = [] });
        WriteFile(
            runDirectory, ResultsFile,
            ResultsJson.Write(model with { Plan = plan, Verdict = model.Verdict with { Checks = [.. checks] } }));
    }

    /// <summary>Only the HTML page.</summary>
    public static string Render(ReportModel model, History history) => Page.Render(model, history);

    private static void WriteReaders(ReportModel model, History history, string runDirectory)
    {
        WriteFile(runDirectory, HtmlFile, Render(model, history));
        WriteFile(runDirectory, JUnitFile, JUnitReport.Render(model));
    }

    /// <summary>In one step.</summary>
    internal static void WriteFile(string directory, string name, string text)
    {
        var path = Path.Combine(directory, name);
        File.WriteAllText(path + ".part", text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        File.Move(path + ".part", path, overwrite: true);
    }
}
