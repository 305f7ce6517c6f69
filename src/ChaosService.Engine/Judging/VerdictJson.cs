using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ChaosService.Engine.Running.Requests;
using ChaosService.Model.Verdicts;

namespace ChaosService.Engine.Judging;

/// <summary>A verdict for programs.</summary>
public static class VerdictJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Of a run: as the service stores it, and as <c>chaosctl run --json</c> prints it.</summary>
    public static string Write(RunResult result) => JsonSerializer.Serialize(Of(result), Options);

    private static object Of(RunResult result) => new
    {
        runId = result.Record.RunId,
        directory = result.Directory,
        report = Path.Combine(result.Directory, "report.html"),
        experiment = result.Record.Plan.Experiment,
        seed = result.Record.Plan.Seed,
        exitCode = result.NotReverted.Count == 0 ? ExitCodes.Of(result.Record.Verdict) : ExitCodes.Unavailable,
        ops = result.Record.Ops,
        windows = result.Record.Windows.Count == 0 ? null : result.Record.Windows.Select(w => new
        {
            index = w.Index,
            seed = w.Seed,
            verdict = w.Verdict,
            reason = w.Reason,
            ops = w.Ops,
            faults = w.Faults,
            findings = w.Findings,
            directory = Path.Combine(result.Directory, "windows", $"{w.Index:0000}"),
            kept = w.Kept,
        }),
        notes = result.Record.Notes,
        notReverted = result.NotReverted,
        verdict = result.Record.Verdict.Outcome,
        reason = result.Record.Verdict.Reason,
        expected = result.Record.Verdict.Expected?.Verdict,
        expectationMet = result.Record.Verdict.Expected is null ? (bool?)null : result.Record.Verdict.ExpectationMet,
        aborted = result.Record.Verdict.Aborted,
        checks = Checks(result.Record.Verdict),
    };

    /// <summary>What each check found.</summary>
    public static IEnumerable<object> Checks(RunVerdict verdict) => verdict.Checks.Select(c => new
    {
        check = c.Check,
        outcome = c.Outcome,
        summary = c.Summary,
        figures = c.Figures,
        findings = c.Findings.Select(f => new
        {
            anomaly = f.Anomaly,
            explanation = f.Explanation,
            faults = f.Faults,
            count = f.Count,
            ops = f.Ops.Select(o => new
            {
                index = o.Index, process = o.Process, f = o.F, key = o.Key, value = o.Value.ToString(), invokedNs = o.InvokedNs,
                completedNs = o.CompletedNs == long.MaxValue ? (long?)null : o.CompletedNs, outcome = o.Outcome, node = o.Node,
                error = o.Error,
            }),
        }),
    });
}
