using ChaosService.Host;
using ChaosService.Model.Verdicts;

namespace ChaosService.Tests.Host;

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

    private static RunVerdict Verdict(Outcome outcome, Expectation? expected) =>
        RunVerdict.Merge([new CheckVerdict { Check = "some-check", Outcome = outcome, Summary = "" }], expected);
}
