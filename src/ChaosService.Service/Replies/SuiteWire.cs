using ChaosService.Contracts;
using ChaosService.Engine.Judging;
using ChaosService.Model.Suites;

namespace ChaosService.Service.Replies;

/// <summary>From a suite's run to its wire format, and by <c>chaosctl run --json</c>.</summary>
internal static class SuiteWire
{
    public static SuiteRunReply Run(SuiteRun run) => new(
        run.Id, run.Suite, run.Description, run.Labels, run.Seed, Wire.Word(run.StopOn), run.Cause, Wire.Word(run.State),
        run.Over ? Wire.Word(run.Verdict) : null, run.Over ? run.Reason : null, run.Over ? ExitCodes.Of(run) : null, run.StartedAt,
        run.EndedAt, [.. run.Members.Select(Member)], run.Grid is { } grid ? Grid(grid) : null);

    private static SuiteGridReply Grid(SuiteGrid grid) => new(
        grid.Across, grid.Columns, grid.Down, [.. grid.Rows.Select(r => new SuiteGridRowReply(r.Experiment, r.Values, r.Members))]);

    private static SuiteMemberReply Member(SuiteMember member) => new(
        member.Experiment, member.Seed, member.RunId, Wire.Word(member.State), member.Verdict is { } verdict ? Wire.Word(verdict) : null,
        Wire.Word(member.Counts), member.AsExpected, member.Reason, member.ExitCode, member.StartedAt, member.EndedAt, member.Directory,
        member.Name, member.Cell.ToDictionary(v => v.Axis, v => v.Value));
}
