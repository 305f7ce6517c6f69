using System.Text.Json;
using ChaosService.Engine.Reporting.Html;

namespace ChaosService.Tests.Engine.Reporting;

public class TextTests
{
    [Theory]
    [InlineData("success_ratio", 0.9954, "success ratio", "99.54 %")]
    [InlineData("lost_count", 22301, "lost", "22,301")]
    [InlineData("longest_gap_ms", 1250.5, "longest gap", "1,251 ms")]
    [InlineData("p99_ms", 0.7, "p99", "0.7 ms")]
    [InlineData("ops_per_s", 500, "ops per s", "500")]
    [InlineData("success_ratio", double.NaN, "success ratio", "–")]
    [InlineData("score", 1.5, "score", "1.5")]
    public void Figure_is_written_by_its_unit(string name, double value, string expectedName, string expectedValue) =>
        Assert.Equal((expectedName, expectedValue), Text.Figure(name, value));

    [Fact]
    public void Parameters_read_as_words()
    {
        using var json = JsonDocument.Parse("""{"delay":"50ms","to":{"names":["a","b"]}}""");

        Assert.Equal("delay 50ms, to {names [a, b]}", Text.Parameters(json.RootElement));
    }

    [Fact]
    public void Hole_is_text_unless_it_is_markup()
    {
        var inner = Html.Of($"<b>{"<i>"}</b>");

        Assert.Equal("<p title=\"&quot;&amp;&#39;\"><b>&lt;i&gt;</b>7</p>", Html.Of($"<p title=\"{"\"&'"}\">{inner}{7}</p>").ToString());
    }
}
