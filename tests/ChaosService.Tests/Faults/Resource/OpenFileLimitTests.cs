using ChaosService.Faults.Container;
using ChaosService.Faults.Process;
using ChaosService.Faults.Resource.FdLimit;

namespace ChaosService.Tests.Faults.Resource;

/// <summary>A limit is on the numbers of descriptors, which have gaps.</summary>
public sealed class OpenFileLimitTests
{
    [Theory]
    [InlineData(0, new[] { 0, 1, 2 }, 3)]
    [InlineData(2, new[] { 0, 1, 2 }, 5)]
    [InlineData(0, new[] { 0, 1, 7 }, 2)]
    [InlineData(1, new[] { 0, 1, 7 }, 3)]
    [InlineData(5, new[] { 0, 1, 7 }, 8)]
    [InlineData(0, new int[0], 0)]
    public void Smallest_limit_leaves_as_many_as_asked(int more, int[] open, int limit)
    {
        Assert.Equal((ulong)limit, OpenFileLimit.Leaving(more, open));
        Assert.Equal(more, OpenFileLimit.Free((ulong)limit, open));
    }

    [Fact]
    public void Limit_of_this_process_is_read_and_set_to_itself()
    {
        var before = OpenFileLimit.Of(Environment.ProcessId)!;
        Assert.InRange(before.Soft, 3UL, before.Hard);
        OpenFileLimit.SetSoft(Environment.ProcessId, before.Soft);
        Assert.Equal(before, OpenFileLimit.Of(Environment.ProcessId));
        Assert.Null(OpenFileLimit.Of(int.MaxValue));
        Assert.Empty(OpenFileLimit.Open(int.MaxValue));
    }

    [Fact]
    public void Process_gets_back_what_it_or_its_parent_had_and_nothing_when_somebody_else_has_changed_it()
    {
        var (first, other) = (new NodeProcess(10, 1, "db", "100"), new NodeProcess(11, 2, "worker", "101"));
        var recipe = FdLimitRecipe.Read(
            new FdLimitRecipe(new ContainerRecipe(new("p"), new("f1"), []), [new("n", first, 1024, 9), new("n", other, 512, 4)])
                .ToRevertRecipe("fd-limit"));
        Assert.Equal(1024UL, recipe.FoundOf("n", first, 9));
        Assert.Null(recipe.FoundOf("n", first, 64));
        Assert.Equal(512UL, recipe.FoundOf("n", new NodeProcess(12, 3, "child", "102"), 4));
        Assert.Equal(512UL, recipe.FoundOf("n", first with { StartTicks = "999" }, 4));
        Assert.Null(recipe.FoundOf("n", new NodeProcess(12, 3, "child", "102"), 1024));
        Assert.Null(recipe.FoundOf("other", first, 9));
    }
}
