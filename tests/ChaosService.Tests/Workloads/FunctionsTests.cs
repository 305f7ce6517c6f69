using ChaosService.Model.Bank;
using ChaosService.Model.Histories;

namespace ChaosService.Tests.Workloads;

public sealed class FunctionsTests
{
    private static readonly OpValue Added = OpValue.Text("b");
    private static readonly OpValue Whole = OpValue.Text("ab");

    [Theory]
    [InlineData(Functions.Append)]
    [InlineData(Functions.Prepend)]
    public void Join_that_was_acknowledged_has_the_whole_beside_what_was_added(string f)
    {
        var both = OpValue.Array([Added, Whole]);
        Assert.Equal(both, Functions.Completed(f, OpType.Ok, Added, Whole));
        Assert.Equal(both, Functions.Completed(f, OpType.Ok, Added, both));
        Assert.Equal(Added, Functions.Completed(f, OpType.Ok, Added, OpValue.None));
        Assert.Equal(Added, Functions.Completed(f, OpType.Info, Added, OpValue.None));
    }

    [Fact]
    public void Balances_are_what_was_found_and_a_transfer_stays_what_was_asked()
    {
        var (transfer, found) = (new Transfer("a0", "a1", 3).ToValue(), Balances.ToValue([("a0", -3), ("a1", 3)]));
        Assert.Equal(found, Functions.Completed(Functions.Balances, OpType.Ok, OpValue.None, found));
        Assert.Equal(OpValue.None, Functions.Completed(Functions.Balances, OpType.Info, OpValue.None, OpValue.None));
        Assert.Equal(transfer, Functions.Completed(Functions.Transfer, OpType.Ok, transfer, OpValue.None));
        Assert.True(Answers.Succeeded(OpType.Fail, Functions.Transfer, Answers.CompareFailed));
        Assert.False(Answers.Succeeded(OpType.Fail, Functions.Balances, Answers.CompareFailed));
    }

    [Fact]
    public void Delete_has_what_it_found_only_when_it_was_acknowledged()
    {
        Assert.Equal(OpValue.Boolean(true), Functions.Completed(Functions.Delete, OpType.Ok, OpValue.None, OpValue.Boolean(true)));
        Assert.Equal(OpValue.None, Functions.Completed(Functions.Delete, OpType.Ok, OpValue.None, OpValue.None));
        Assert.Equal(OpValue.None, Functions.Completed(Functions.Delete, OpType.Info, OpValue.None, OpValue.Boolean(true)));
    }
}
