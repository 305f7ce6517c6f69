using System.Diagnostics;
using System.Text.Json;
using ChaosService.Contracts;
using ChaosService.Engine.Journal;
using ChaosService.Engine.Running.Requests;
using ChaosService.Model.Configuration;
using ChaosService.Model.Histories;
using ChaosService.Model.Runs;

namespace ChaosService.Service.Replies;

/// <summary>From the service's model to its wire format.</summary>
internal static class Wire
{
    public static RunReply Run(StoredRun run) => new(
        run.Id, run.Experiment, run.Project, run.Seed, run.Cause, run.Labels, Word(run.State),
        run.Verdict is { } verdict ? Word(verdict) : null, run.Reason, run.ExitCode, run.AcceptedAt, run.StartedAt, run.EndedAt,
        run.Directory)
    {
        TraceId = TraceId(run.TraceParent),
        Instance = run.Instance.Length > 0 ? run.Instance : null,
    };

    public static FaultData Fault(FaultEvent e) => new(e.FaultId, e.Kind, Word(e.Step), e.Nodes, e.Proven, e.Detail, e.TimeNs);

    public static ActionData Action(ActionEvent e) =>
        new(e.ActionId, e.Name, e.Kind, Word(e.Type), e.Call, e.Attempt, e.Detail, e.TimeNs);

    public static ProgressData Progress(RunProgress p) => new(
        p.Elapsed.TotalSeconds, p.Duration.TotalSeconds, p.OpsPerSecond, p.ErrorRatio, p.P99Ms, p.ActiveFaults, p.Findings)
        {
            TimeNs = p.TimeNs,
        };

    public static WindowData WindowEvent(WindowRecord w, int of) =>
        new(w.Index, w.FromSeconds, w.ToSeconds, Word(w.Verdict), w.Aborted ?? w.Reason, w.Findings, of, w.Ops.Total, w.Faults);

    public static WindowReply Window(WindowRecord w) => new(
        w.Index, w.Seed, w.FromSeconds, w.ToSeconds, Word(w.Verdict), w.Reason, w.Aborted, w.Ops.Ok, w.Ops.Fail, w.Ops.Info, w.Ops.Dropped,
        w.Faults, w.Findings, w.P99Ms, w.Kept, [.. w.Checks.Select(c => new WindowCheckReply(c.Check, Word(c.Outcome), c.Summary))]);

    public static ActiveFault Active(JournalEntry entry) => new(
        entry.RunId, entry.Id, entry.Recipe.Kind, entry.Project, entry.WrittenAt, entry.Owner.Pid, Processes.IsLeft(entry),
        entry.Recipe.Description);

    public static InputProblem Problem(Problem p) => new(p.Place.File, p.Place.Line, p.Place.Column, p.Message, p.Value, p.Fix);

    public static string Word<T>(T value) where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    /// <summary>Null when the word is unknown.</summary>
    public static T? Parse<T>(string word) where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
            if (Word(value) == word) return value;
        return null;
    }

    public static string Words<T>() where T : struct, Enum => string.Join(", ", Enum.GetValues<T>().Select(Word));

    /// <summary>The 32 hexadecimal digits of the trace.</summary>
    public static string? TraceId(string? traceParent) =>
        ActivityContext.TryParse(traceParent, traceState: null, out var context) ? context.TraceId.ToHexString() : null;
}
