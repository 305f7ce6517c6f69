using ChaosService.Model.Suites;
using ChaosService.Model.Verdicts;

namespace ChaosService.Tests.Engine.Suites;

internal static class SuiteRunSamples
{
    public static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static SuiteRun Run(params IReadOnlyList<SuiteMember> members) => new()
    {
        Id = "20260102-030405-suite-both-abcdef", Suite = "both", Cause = "test", State = SuiteRunState.Running, Members = members,
        StartedAt = Start,
    };

    public static SuiteMember Member(
        string experiment, MemberState state = MemberState.Waiting, Outcome counts = Outcome.Unknown, string? reason = null) => new()
    {
        Experiment = experiment, State = state, Counts = counts, Reason = reason,
        Verdict = state == MemberState.Finished ? counts : null, StartedAt = state == MemberState.Waiting ? null : Start,
    };
}
