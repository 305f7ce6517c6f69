using ChaosService.Model.Runs;
using ChaosService.Model.Suites;

namespace ChaosService.Service.Suites;

/// <summary>Ends a suite's run that an earlier process of the service left active: its results so far are kept.</summary>
internal static class CutOff
{
    private const string Why = "the service ended while the suite ran";

    public static SuiteRun End(SuiteRun run, IRunStore runs, DateTimeOffset now)
    {
        List<SuiteMember> members = [.. run.Members.Select(m => End(m, runs, now))];
        // Only the last line was not written.
        var whole = members.All(m => m.State is MemberState.Finished or MemberState.Skipped or MemberState.Rejected);
        return run with
        {
            Members = members,
            State = whole ? SuiteRunState.Finished : SuiteRunState.Interrupted,
            EndedEarly = whole ? null : Why,
            EndedAt = whole ? members.Max(m => m.EndedAt) ?? now : now,
        };
    }

    private static SuiteMember End(SuiteMember member, IRunStore runs, DateTimeOffset now) => member.State switch
    {
        MemberState.Waiting => member with { State = MemberState.Interrupted, Reason = "not begun: the service ended before its turn" },
        MemberState.Running when member.RunId is { } id && runs.Find(id) is { Over: true } run =>
            MemberResult.Of(member, run, expected: null) with { EndedAt = run.EndedAt ?? now },
        MemberState.Running =>
            member with { State = MemberState.Interrupted, Reason = "the service ended before its run was accepted", EndedAt = now },
        _ => member,
    };
}
