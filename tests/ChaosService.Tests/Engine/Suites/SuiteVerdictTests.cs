using ChaosService.Engine.Judging;
using ChaosService.Model.Suites;
using FsCheck;
using FsCheck.Fluent;
using Outcome = ChaosService.Model.Verdicts.Outcome;

namespace ChaosService.Tests.Engine.Suites;

/// <summary>How the verdicts of members are merged, over random suites.</summary>
public sealed class SuiteVerdictTests
{
    private static readonly Arbitrary<SuiteRun> Any = Arb.From(
        from members in (from state in Gen.Elements(Enum.GetValues<MemberState>())
                         from outcome in Gen.Elements(Enum.GetValues<Outcome>())
                         select SuiteRunSamples.Member(
                             "m", state, state == MemberState.Finished ? outcome : Outcome.Unknown)).NonEmptyListOf()
        select SuiteRunSamples.Run([.. members]));

    [Fact]
    public void Valid_exactly_when_every_member_ran_and_is() =>
        Prop.ForAll(Any, run => (run.Verdict == Outcome.Valid)
            == run.Members.All(m => m is { State: MemberState.Finished, Counts: Outcome.Valid })).QuickCheckThrowOnFailure();

    [Fact]
    public void Invalid_exactly_when_a_member_is() =>
        Prop.ForAll(Any, run => (run.Verdict == Outcome.Invalid) == run.Members.Any(m => m.Counts == Outcome.Invalid))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Order_of_the_members_decides_nothing() =>
        Prop.ForAll(Any, run =>
        {
            var reversed = run with { Members = [.. run.Members.Reverse()] };
            return (reversed.Verdict, ExitCodes.Of(reversed)) == (run.Verdict, ExitCodes.Of(run));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Exit_code_is_0_only_for_valid_and_1_only_for_invalid() =>
        Prop.ForAll(Any, run => ExitCodes.Of(run) switch { 0 => Outcome.Valid, 1 => Outcome.Invalid, _ => Outcome.Unknown } == run.Verdict)
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Reason_names_every_member_that_is_not_valid() =>
        Prop.ForAll(Any, run =>
        {
            var named = run with { Members = [.. run.Members.Select((m, i) => m with { Experiment = $"e{i}x" })] };
            return named.Members.All(m => named.Reason.Contains(m.Experiment, StringComparison.Ordinal) == (m.Counts != Outcome.Valid));
        }).QuickCheckThrowOnFailure();
}
