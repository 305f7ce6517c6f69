using System.Text;
using ChaosService.Engine.Running.Requests;
using ChaosService.Model.Histories;
using ChaosService.Model.Runs;
using ChaosService.Model.Verdicts;

namespace ChaosService.Engine.Judging;

/// <summary>A verdict for people: first the verdict, then the reason, then the ops behind it.</summary>
public static class VerdictText
{
    private const int FindingsShown = 5;

    /// <summary>Of a run, with where its files are and how to repeat it.</summary>
    public static string Write(RunResult result)
    {
        var record = result.Record;
        var text = new StringBuilder();
        text.AppendLine().Append(Write(record.Plan.Experiment, record.Verdict));
        text.AppendLine(
            $"  ops      {record.Ops.Total:N0}: {record.Ops.Ok:N0} ok, {record.Ops.Fail:N0} fail, {record.Ops.Info:N0} "
                + $"info{(record.Ops.Dropped > 0 ? $", {record.Ops.Dropped:N0} DROPPED" : "")}");
        if (record.Windows.Count > 0) text.AppendLine($"  windows  {Windows(record.Windows)}");
        foreach (var note in record.Notes) text.AppendLine($"  note     {note}");
        text.AppendLine($"  run      {Relative(result.Directory)}");
        text.AppendLine($"  report   {Relative(Path.Combine(result.Directory, "report.html"))}");
        text.AppendLine($"  repeat   {record.RepeatCommand}");
        return text.ToString();
    }

    /// <summary>Of a history that was judged again, under the name of its file.</summary>
    public static string Write(string name, RunVerdict verdict)
    {
        var text = new StringBuilder();
        text.AppendLine($"{name}: {Word(verdict.Outcome)}{Expectation(verdict)}");
        if (verdict.Aborted is { } aborted) text.AppendLine($"  aborted: {aborted}");
        var width = verdict.Checks.Select(c => c.Check.Length).DefaultIfEmpty(0).Max();
        foreach (var check in verdict.Checks)
        {
            text.AppendLine($"  {check.Check.PadRight(width)}  {Word(check.Outcome),-7}  {check.Summary}");
            foreach (var finding in check.Findings.Take(FindingsShown)) Append(text, finding);
            if (check.Findings.Count > FindingsShown)
                text.AppendLine($"      … and {check.Findings.Count - FindingsShown} more in the report");
        }
        return text.ToString();
    }

    private static string Windows(IReadOnlyList<WindowRecord> windows)
    {
        var verdicts = windows.GroupBy(w => w.Verdict).OrderByDescending(g => g.Key).Select(g => $"{g.Count():N0} {Word(g.Key)}");
        return $"{windows.Count:N0}: {string.Join(", ", verdicts)}; {windows.Count(w => w.Kept):N0} kept whole";
    }

    private static void Append(StringBuilder text, Finding finding)
    {
        text.AppendLine(
            $"      {finding.Anomaly}: {finding.Explanation}{(finding.Faults.Count > 0 ? $" [{string.Join(", ", finding.Faults)}]" : "")}");
        foreach (var op in finding.Ops) text.AppendLine($"        {Describe(op)}");
    }

    private static string Describe(in Op op) =>
        $"op {op.Index,-7} process {op.Process,-4} {op.F} {op.Key} {op.Value}  {Seconds(op.InvokedNs)} – "
            + $"{(op.CompletedNs == long.MaxValue ? "?" : Seconds(op.CompletedNs))} s  "
            + $"{Word(op.Outcome)}{(op.Node is null ? "" : $" at {op.Node}")}{(op.Error is null ? "" : $" ({op.Error})")}";

    private static string Expectation(RunVerdict verdict) => verdict.Expected switch
    {
        null => "",
        var e =>
            $" (expected {Word(e.Verdict)}{(e.Check is null ? "" : $" by {e.Check}")}{(e.Reference is null ? "" : $", {e.Reference}")}: "
                + $"{(verdict.ExpectationMet ? "met" : "NOT met")})",
    };

    private static string Relative(string path)
    {
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }

    private static string Seconds(long ns) => (ns / 1e9).ToString("0.000000");

    private static string Word<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();
}
