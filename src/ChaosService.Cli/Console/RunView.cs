using System.Globalization;
using ChaosService.Engine.Running.Requests;
using ChaosService.Experiments.Planning;
using ChaosService.Model.Histories;
using ChaosService.Model.Plans;
using ChaosService.Model.Runs;
using ChaosService.Model.Verdicts;

namespace ChaosService.Cli.Console;

/// <summary>A run on the screen: one line for each event, and on a terminal a status line at the bottom.</summary>
internal sealed class RunView(Screen screen) : IRunListener
{
    /// <summary>Without a terminal, progress is a plain line at this interval.</summary>
    private static readonly TimeSpan PlainInterval = TimeSpan.FromSeconds(5);

    /// <summary>A broken target has many violations; the status line counts those that are not shown.</summary>
    private const int FindingsTold = 5;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _findings = new(StringComparer.Ordinal);
    private TimeSpan _nextPlain = PlainInterval;

    public void Begin(Plan plan) => Begin(PlanText.Headline(plan));

    public void Begin(string headline) => screen.Line(headline);

    public void OnPhase(string phase) => screen.Line($"▸ {phase}");

    public void OnFault(FaultEvent e)
    {
        var what = $"{e.FaultId} {e.Kind} {string.Join(",", e.Nodes)}";
        var line = e.Step switch
        {
            FaultStep.Injected => $"  ⚡ {what} in force",
            FaultStep.Effect => $"     {(e.Proven == true ? "effect seen" : "EFFECT NOT SEEN")}: {e.Detail}",
            FaultStep.Reverted => $"  ↺ {what} reverted",
            FaultStep.Recovery => $"     {(e.Proven == true ? "recovery seen" : "RECOVERY NOT SEEN")}: {e.Detail}",
            FaultStep.Gap => $"  … {what} interrupted: {e.Detail}",
            FaultStep.Skipped => $"  – {e.FaultId} {e.Kind} skipped: {e.Detail}",
            FaultStep.Failed => $"  ✗ {what} failed: {e.Detail}",
            _ => null,
        };
        if (line is not null) screen.Line(line);
    }

    public void OnAction(ActionEvent e)
    {
        var line = e.Type switch
        {
            OpType.Ok => $"  ▹ {e.ActionId} {e.Name} done: {e.Detail}",
            OpType.Fail => $"  ✗ {e.ActionId} {e.Name} NOT AS HOPED FOR: {e.Detail}",
            OpType.Info => $"  ? {e.ActionId} {e.Name} unknown: {e.Detail}",
            _ => null,
        };
        if (line is not null) screen.Line(line);
    }

    public void OnFinding(string check, Finding finding)
    {
        int told;
        lock (_gate) told = _findings[check] = _findings.GetValueOrDefault(check) + 1;
        if (told <= FindingsTold) screen.Line($"  ! {check}: {finding.Explanation}");
        else if (told == FindingsTold + 1) screen.Line($"  ! {check}: and more; they are counted from here on");
    }

    public void OnProgress(RunProgress progress)
    {
        if (screen.IsTerminal)
        {
            screen.Status(Status(progress));
            return;
        }
        lock (_gate)
        {
            if (progress.Elapsed < _nextPlain) return;
            _nextPlain = progress.Elapsed + PlainInterval;
        }
        screen.Line(Status(progress));
    }

    public void OnWindow(WindowRecord window, int of) =>
        Window(window.Index, of, Word(window.Verdict), window.Aborted ?? window.Reason, window.Ops.Total, window.Faults, window.Findings);

    /// <summary>A line for a window of a soak. It contains the reason only when the window is not valid.</summary>
    public void Window(int index, int of, string verdict, string reason, long ops, int faults, long findings) => screen.Line(string.Create(
        CultureInfo.InvariantCulture,
        $"■ window {index}/{of}  {verdict,-7}  {ops:#,0} ops, {faults} faults, {findings} "
            + $"findings{(verdict == "valid" ? "" : $": {reason}")}"));

    internal static string Word(Outcome outcome) => outcome.ToString().ToLowerInvariant();

    private static string Status(RunProgress p) => string.Create(
        CultureInfo.InvariantCulture,
        $"  {p.Elapsed.TotalSeconds,3:0}/{p.Duration.TotalSeconds:0} s  {p.OpsPerSecond,6:0} ops/s  errors "
            + $"{(p.ErrorRatio is { } e ? $"{e,6:0.0%}" : "     –")}  p99 {(p.P99Ms is { } ms ? $"{ms,6:0.0} ms" : "     –   ")}  "
            + $"findings {p.Findings}  {(p.ActiveFaults.Count == 0 ? "" : "⚡ " + string.Join(" | ", p.ActiveFaults))}");
}
