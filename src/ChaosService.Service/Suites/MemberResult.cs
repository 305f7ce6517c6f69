using ChaosService.Engine.Judging;
using ChaosService.Engine.Running.Requests;
using ChaosService.Model.Runs;
using ChaosService.Model.Suites;
using ChaosService.Model.Verdicts;

namespace ChaosService.Service.Suites;

/// <summary>From the result of a run to that of its member.</summary>
internal static class MemberResult
{
    /// <summary>Of a run that ended here.</summary>
    public static SuiteMember Of(SuiteMember member, RunResult result)
    {
        var verdict = result.Record.Verdict;
        var notReverted = result.NotReverted.Count == 0 ? null : $"not reverted: {string.Join("; ", result.NotReverted)}";
        var exitCode = notReverted is null ? ExitCodes.Of(verdict) : ExitCodes.Unavailable;
        return member with
        {
            State = verdict.Aborted is null ? MemberState.Finished : MemberState.Aborted,
            Verdict = verdict.Outcome,
            Counts = ExitCodes.CountsAs(exitCode, verdict.Outcome, verdict.Expected?.Verdict),
            Reason = notReverted ?? verdict.Aborted ?? verdict.Reason,
            ExitCode = exitCode,
            Directory = result.Directory,
        };
    }

    /// <summary>Of a run of the service.</summary>
    /// <param name="expected">What its experiment expects; null when it has no expectation.</param>
    public static SuiteMember Of(SuiteMember member, StoredRun run, Outcome? expected) => member with
    {
        Seed = run.Seed,
        State = run.State switch
        {
            RunState.Finished => MemberState.Finished,
            RunState.Aborted => MemberState.Aborted,
            RunState.Interrupted => MemberState.Interrupted,
            RunState.Rejected => MemberState.Rejected,
            _ => MemberState.Running,
        },
        Verdict = run.Verdict,
        Counts = ExitCodes.CountsAs(run.ExitCode, run.Verdict, expected),
        Reason = run.Reason,
        ExitCode = run.ExitCode,
        Directory = run.Directory,
    };

    public static SuiteMember Rejected(SuiteMember member, string reason, int exitCode) =>
        member with { State = MemberState.Rejected, Counts = Outcome.Unknown, Reason = reason, ExitCode = exitCode };
}
