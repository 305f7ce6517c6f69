using ChaosService.Model.Timeseries;

namespace ChaosService.Tests.Timeseries;

public class PointShapeTests
{
    public static TheoryData<PointShape> Shapes =>
    [
        new PointShape(4, false, PointTimes.Varied, 4, 0), new PointShape(10_000, true, PointTimes.Sequential, 1, 5),
        new PointShape(100, false, PointTimes.Same, 1, 1000),
    ];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Text_of_a_shape_is_the_shape(PointShape shape) => Assert.Equal(shape, PointShape.Parse(shape.ToString()));

    [Theory]
    [InlineData("")]
    [InlineData("4,even,varied,4")]
    [InlineData("0,even,varied,4,0")]
    [InlineData("4,odd,varied,4,0")]
    [InlineData("4,even,never,4,0")]
    [InlineData("4,even,varied,x,0")]
    public void Text_that_is_no_shape_is_none(string text) => Assert.Null(PointShape.Parse(text));

    /// <summary>Histories name points by numbers: what a number stands for never changes.</summary>
    [Fact]
    public void Point_of_a_number_is_always_the_same() => Assert.Equal(
        new PointShape(100, false, PointTimes.Varied, 4, 0).At(10_000), new PointShape(100, false, PointTimes.Varied, 4, 900).At(10_000));

    [Fact]
    public void No_two_numbers_have_one_series_and_time()
    {
        foreach (var shape in Shapes.Select(s => s.Data).Where(s => s.Times != PointTimes.Same))
            Assert.Equal(20_000, Enumerable.Range(0, 20_000).Select(n => shape.At(n)).DistinctBy(p => (p.Key, p.Region, p.TimeNs)).Count());
    }

    [Fact]
    public void Points_are_spread_evenly_or_skewed()
    {
        var even = Enumerable.Range(0, 10_000).CountBy(n => new PointShape(10, false, PointTimes.Varied, 4, 0).At(n).Key).ToDictionary();
        Assert.All(even.Values, c => Assert.InRange(c, 850, 1_150));
        var skewed = Enumerable.Range(0, 10_000).CountBy(n => new PointShape(10, true, PointTimes.Varied, 4, 0).At(n).Key).ToDictionary();
        Assert.InRange(skewed[0], 8_800, 9_200);
        Assert.Equal(10, skewed.Count);
        var days = Enumerable.Range(0, 10_000)
            .CountBy(n => (new PointShape(10, false, PointTimes.Varied, 4, 0).At(n).TimeNs - PointShape.BaseNs) / PointShape.ShardNs)
                .ToDictionary();
        Assert.Equal(4, days.Count);
    }

    [Fact]
    public void So_many_of_a_thousand_lines_are_bad() =>
        Assert.InRange(Enumerable.Range(0, 100_000).Count(n => new PointShape(10, false, PointTimes.Varied, 4, 20).IsBad(n)), 1_800, 2_200);
}
