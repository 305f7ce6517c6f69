using ChaosService.Contracts;
using ChaosService.Engine.Judging;
using ChaosService.Model.Suites;

namespace ChaosService.Service.Replies;

/// <summary>From a suite's run to what is said of it over the wire, and by <c>chaosctl run --json</c>.</summary>
internal static class SuiteWire
{
    public static SuiteRunReply Run(SuiteRun run) => new(
        run.Id, run.Suite, run.Description, run.Labels, run.Seed, Wire.Word(run.StopOn), run.Cause, Wire.Word(run.State),
        run.Over ? Wire.Word(run.Verdict) : null, run.Over ? run.Reason : null, run.Over ? ExitCodes.Of(run) : null, run.StartedAt,
        run.EndedAt, [.. run.Members.Select(Member)]);

    private static SuiteMemberReply Member(SuiteMember member) => new(
        member.Experiment, member.Seed, member.RunId, Wire.Word(member.State), member.Verdict is { } verdict ? Wire.Word(verdict) : null,
        Wire.Word(member.Counts), member.AsExpected, member.Reason, member.ExitCode, member.StartedAt, member.EndedAt, member.Directory);
}
