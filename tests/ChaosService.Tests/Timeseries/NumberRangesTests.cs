using ChaosService.Model.Randomness;
using ChaosService.Model.Timeseries;

namespace ChaosService.Tests.Timeseries;

public class NumberRangesTests
{
    [Fact]
    public void Numbers_become_ranges_and_those_that_come_again_are_told()
    {
        var (ranges, again) = NumberRanges.Of([1, 2, 2, 2, 3, 7, 7]);
        Assert.Equal([1L, 3, 7, 7], ranges);
        Assert.Equal([2L, 2, 7], again);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(true, 1L, 1L)]
    [InlineData(true, 1L, 3L, 5L, 5L)]
    [InlineData(false, 1L)]
    [InlineData(false, 3L, 1L)]
    [InlineData(false, 1L, 3L, 4L, 5L)]
    [InlineData(false, 5L, 5L, 1L, 1L)]
    public void Form_is_checked(bool isRight, params long[] ranges) => Assert.Equal(isRight, NumberRanges.Are(ranges));

    [Fact]
    public void Ranges_behave_as_sets_of_numbers()
    {
        for (var seed = 1; seed <= 300; seed++)
        {
            var random = new SeededRandom(seed);
            var (a, b) = (Some(random), Some(random));
            var (left, right) = (NumberRanges.Of([.. a]).Ranges, NumberRanges.Of([.. b]).Ranges);
            Assert.Equal(a.Count, NumberRanges.Count(left));
            Assert.Equal(NumberRanges.Of([.. a.Union(b).Order()]).Ranges, NumberRanges.Union(left, right));
            for (var n = 0; n < 40; n++)
            {
                Assert.Equal(a.Contains(n), NumberRanges.Contain(left, n));
                Assert.Equal(Enumerable.Range(n, 3).All(i => a.Contains(i)), NumberRanges.Cover(left, n, n + 2));
            }
        }
    }

    private static SortedSet<long> Some(SeededRandom random) =>
        [.. Enumerable.Range(0, random.Next(30)).Select(_ => (long)random.Next(40))];
}
