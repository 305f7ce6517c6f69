using ChaosService.Checking;
using ChaosService.Checking.Durability.Carried;
using ChaosService.Model.Checks;
using ChaosService.Model.Histories;
using ChaosService.Model.Verdicts;

namespace ChaosService.Tests.Checking.Durability;

public sealed class CarriedOverCheckTests
{
    [Fact]
    public void Values_that_are_still_there_are_valid() =>
        Assert.Equal(
            Outcome.Valid, Check(new(1, 3, "k1", [17], [17]), new(1, 2, "k2", [5, 6], [6]), new(1, 3, null, [1, 2], [1, 2])).Outcome);

    [Fact]
    public void Register_that_holds_something_else_is_lost()
    {
        var verdict = Check(new(2_000_000_000, 3, "k1", [17], [OpValue.Nil]), new(1, 3, "k2", [5], [5]));

        Assert.Equal(Outcome.Invalid, verdict.Outcome);
        Assert.Equal("k1 held 17 at the end of window 3; at 2.000 s it holds nil", Assert.Single(verdict.Findings).Explanation);
    }

    [Fact]
    public void Set_that_lacks_an_element_is_lost() =>
        Assert.Contains(
            "1 of 3 elements that were in the set at the end of window 4 are gone, such as 2",
            Check(new CarriedRead(1, 4, null, [1, 2, 3], [1, 3])).Summary);

    [Fact]
    public void What_could_not_be_read_is_unknown_and_nothing_to_read_is_nothing_lost()
    {
        Assert.Equal(Outcome.Unknown, Check(new(1, 3, "k1", [17], null), new(1, 3, "k2", [5], [5])).Outcome);
        Assert.Equal(Outcome.Valid, Check().Outcome);
    }

    [Fact]
    public void Window_that_was_cut_off_before_its_last_reads_is_unknown()
    {
        var kind = CheckKinds.All().Single(k => k.Name == "carried-over");
        Assert.Equal(
            Outcome.Unknown,
            kind.Check(new History { Ops = ReadOnlyMemory<Op>.Empty }, new CarriedOverParameters(), CheckBudget.Unlimited).Outcome);
    }

    private static CheckVerdict Check(params CarriedRead[] reads) =>
        CheckKinds.All().Single(k => k.Name == "carried-over").Check(
            new History { Ops = ReadOnlyMemory<Op>.Empty, Carried = reads, Phases = [new PhaseEvent(RunPhase.FinalReadsEnded, 1)] },
            new CarriedOverParameters(), CheckBudget.Unlimited);
}
