using ChaosService.Engine.Judging;
using ChaosService.Model.Suites;
using ChaosService.Model.Verdicts;
using ChaosService.Tests.Engine.Suites;

namespace ChaosService.Tests.Engine.Judging;

public sealed class ExitCodesTests
{
    [Theory]
    [InlineData(Outcome.Valid, null, 0)]
    [InlineData(Outcome.Invalid, null, 1)]
    [InlineData(Outcome.Unknown, null, 2)]
    [InlineData(Outcome.Invalid, Outcome.Invalid, 0)]
    [InlineData(Outcome.Valid, Outcome.Invalid, 1)]
    [InlineData(Outcome.Unknown, Outcome.Invalid, 2)]
    [InlineData(Outcome.Invalid, Outcome.Valid, 1)]
    [InlineData(Outcome.Valid, Outcome.Valid, 0)]
    public void Exit_code_follows_the_verdict_and_what_was_expected(Outcome outcome, Outcome? expected, int code)
    {
        Assert.Equal(code, ExitCodes.Of(Verdict(outcome, expected is { } e ? new Expectation(e) : null)));
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(2, 0, 2, 0)]
    [InlineData(1, 2, 1, 65)]
    [InlineData(65, 2, 65, 0)]
    public void Of_several_the_worst_counts(int worst, params int[] codes) => Assert.Equal(worst, ExitCodes.Worst(codes));

    [Fact]
    public void Aborted_run_exits_3_whatever_it_found()
    {
        Assert.Equal(3, ExitCodes.Of(Verdict(Outcome.Invalid, new Expectation(Outcome.Invalid)) with { Aborted = "stopped by the user" }));
    }

    [Fact]
    public void Expectation_of_a_check_is_not_met_by_another_check()
    {
        var verdict = Verdict(Outcome.Invalid, new Expectation(Outcome.Invalid, Check: "set-full"));

        Assert.Equal(1, ExitCodes.Of(verdict));
        Assert.Equal(0, ExitCodes.Of(verdict with { Expected = new Expectation(Outcome.Invalid, Check: "some-check") }));
    }

    [Theory]
    [InlineData(0, Outcome.Invalid, Outcome.Invalid, Outcome.Valid)]
    [InlineData(1, Outcome.Valid, Outcome.Invalid, Outcome.Invalid)]
    [InlineData(2, Outcome.Unknown, null, Outcome.Unknown)]
    [InlineData(3, Outcome.Valid, null, Outcome.Unknown)]
    [InlineData(3, Outcome.Invalid, null, Outcome.Invalid)]
    [InlineData(3, Outcome.Invalid, Outcome.Invalid, Outcome.Unknown)]
    [InlineData(69, Outcome.Valid, null, Outcome.Unknown)]
    [InlineData(null, null, null, Outcome.Unknown)]
    public void Member_counts_as_what_its_run_proved(int? exitCode, Outcome? verdict, Outcome? expected, Outcome counts) =>
        Assert.Equal(counts, ExitCodes.CountsAs(exitCode, verdict, expected));

    [Theory]
    [InlineData(0, MemberState.Finished)]
    [InlineData(1, MemberState.Finished, MemberState.Rejected)]
    [InlineData(2, MemberState.Finished, MemberState.Aborted, MemberState.Rejected)]
    [InlineData(3, MemberState.Finished, MemberState.Aborted, MemberState.Interrupted)]
    public void Suite_exits_with_the_worst_of_its_members(int code, params MemberState[] states)
    {
        // The first member is invalid where 1 is expected; what did not finish is unknown.
        var members = states.Select((s, i) =>
            SuiteRunSamples.Member($"m{i}", s, s != MemberState.Finished ? Outcome.Unknown : code == 1 ? Outcome.Invalid : Outcome.Valid));

        Assert.Equal(code, ExitCodes.Of(SuiteRunSamples.Run([.. members])));
    }

    private static RunVerdict Verdict(Outcome outcome, Expectation? expected) =>
        RunVerdict.Merge([new CheckVerdict { Check = "some-check", Outcome = outcome, Summary = "" }], expected);
}
