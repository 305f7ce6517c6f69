using ChaosService.Engine.Histories.Reading;
using ChaosService.Engine.Judging;
using ChaosService.Engine.Reporting;
using ChaosService.Engine.Running.Requests;
using ChaosService.Engine.Store.Directories;
using ChaosService.Engine.Tracing;
using ChaosService.Model.Histories;
using ChaosService.Model.Plans;
using ChaosService.Model.Runs;
using ChaosService.Model.Verdicts;

namespace ChaosService.Engine.Running.Exercising;

/// <summary>
/// From the history on disk to the verdict on disk. The history is read back from its file, not kept from the run: what is judged is
/// what everyone can judge again with <c>chaosctl check</c>.
/// </summary>
internal sealed class Conclusion(Plan plan, RunDirectory directory, Judge judge, IRunListener listener, RunJournal journal)
{
    /// <summary>What was judged; empty before <see cref="Reach"/>.</summary>
    public History History { get; private set; } = new() { Ops = ReadOnlyMemory<Op>.Empty };

    /// <param name="notes">Read last, when everything that may have something to note has done its part.</param>
    public RunRecord Reach(
        Exercised exercised, IEnumerable<string> notes, DateTimeOffset startedAt, RunnerPorts ports,
        IReadOnlyList<KeyValuePair<string, string>> environment, string repeatCommand)
    {
        Say("checking");
        var troubles = new List<string>();
        var (history, verdict) = Judge(exercised, troubles);
        var record = new RunRecord
        {
            RunId = directory.Name,
            StartedAt = startedAt,
            EndedAt = ports.Time.GetUtcNow(),
            Plan = plan,
            Verdict = verdict,
            Faults = history.Faults,
            Environment = environment,
            RepeatCommand = repeatCommand,
            Ops = Count(history),
            DryRuns = plan.Faults.ToDictionary(
                f => f.Id, f => ports.Catalog.Faults[f.Kind].DryRun(f.Parameters, NodesOf(f), plan.Target.Definition.Nodes, f.Seed)),
            Notes = [.. exercised.Notes, .. notes, .. troubles],
        };
        journal.Phase("verdict", $"{verdict.Outcome}: {verdict.Reason}");
        return WriteReports(record, history, directory);
    }

    private (History History, RunVerdict Verdict) Judge(Exercised exercised, List<string> troubles)
    {
        using var span = Spans.Phase("checking");
        History = ReadBack(troubles);
        var verdict = RunVerdict.Merge(judge.Check(History, plan.Checks, CancellationToken.None), plan.Expect, exercised.Aborted);
        span.Judged(verdict);
        return (History, verdict);
    }

    /// <summary>
    /// A history that cannot be read (the disk ran full before its first line) is an empty one that was cut off: the verdict is unknown.
    /// </summary>
    private History ReadBack(List<string> troubles)
    {
        try
        {
            return HistoryReader.Read(directory.History);
        }
        catch (Exception e) when (e is HistoryFormatException or IOException or InvalidDataException)
        {
            troubles.Add($"the history cannot be read back: {e.Message}");
            return new History { Ops = ReadOnlyMemory<Op>.Empty, Truncation = "the history cannot be read back" };
        }
    }

    /// <summary>A verdict whose report has no room on the disk is still a verdict; the note says what is missing.</summary>
    public static RunRecord WriteReports(RunRecord record, History history, RunDirectory directory)
    {
        using var span = Spans.Phase("report");
        try
        {
            Reports.Write(record, history, directory.FullPath);
            return record;
        }
        catch (IOException e)
        {
            return record with { Notes = [.. record.Notes, $"the report could not be written: {e.Message}"] };
        }
    }

    private static IReadOnlyList<string> NodesOf(PlannedFault fault) => fault.Role is null ? fault.Nodes : [$"<{fault.Role}>"];

    private static OpCounts Count(History history)
    {
        long ok = 0, fail = 0, info = 0;
        foreach (ref readonly var op in history.Ops.Span)
        {
            if (op.Outcome == OpType.Ok) ok++;
            else if (op.Outcome == OpType.Fail) fail++;
            else info++;
        }
        return new OpCounts(ok, fail, info, history.Dropped);
    }

    private void Say(string phase)
    {
        journal.Phase(phase);
        listener.OnPhase(phase);
    }
}
