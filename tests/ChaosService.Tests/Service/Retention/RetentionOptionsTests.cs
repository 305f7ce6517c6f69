using ChaosService.Engine.Retention;
using ChaosService.Model.Configuration;
using ChaosService.Service.Options.Texts;
using ChaosService.Tests.Host.Serving;

namespace ChaosService.Tests.Service.Retention;

public sealed class RetentionOptionsTests
{
    [Fact]
    public void Rules_are_read()
    {
        List<string> problems = [];

        var rules = RetentionRuleText.Parse(
            "suite=nightly: age 90d, invalidAge 365d, unjudgedAge 12h, count 200; team=storage: bytes 2GiB;", problems);

        Assert.Empty(problems);
        Assert.Equal(
            [
                new RetentionRule("suite", "nightly")
                {
                    Age = TimeSpan.FromDays(90), InvalidAge = TimeSpan.FromDays(365), UnjudgedAge = TimeSpan.FromHours(12), Count = 200,
                },
                new RetentionRule("team", "storage") { Bytes = 2L << 30 },
            ],
            rules);
    }

    [Theory]
    [InlineData("nightly", "not a rule: \"nightly\"; write label=value: limit")]
    [InlineData("nightly: age 3d", "not a rule: \"nightly: age 3d\"")]
    [InlineData("a=b:", "not a rule: \"a=b:\"")]
    [InlineData("a=b: age 3", "wrong limit of a=b: \"age 3\"; write a number and a unit")]
    [InlineData("a=b: age 0s", "wrong limit of a=b: \"age 0s\"")]
    [InlineData("a=b: count many", "wrong limit of a=b: \"count many\"; write a whole number")]
    [InlineData("a=b: bytes 3", "wrong limit of a=b: \"bytes 3\"; write a size with a unit")]
    [InlineData("a=b: weight 3kg", "known limits: age, invalidAge, unjudgedAge, count, bytes")]
    [InlineData("a=b: count 1; a=b: count 2", "a second rule for \"a=b\"")]
    public void Rule_that_is_wrong_is_named(string text, string problem)
    {
        List<string> problems = [];
        RetentionRuleText.Parse(text, problems);
        Assert.StartsWith("retention.rules: ", Assert.Single(problems));
        Assert.Contains(problem, problems[0]);
    }

    [Fact]
    public void Group_is_read_from_the_file_and_its_problems_are_named()
    {
        var options = Configured.Read("""{ "retention": { "age": "7d", "bytes": "1.5GiB", "rules": "a=b: count 3" } }""");
        Assert.Equal(
            (TimeSpan.FromDays(7), new ByteSize(3L << 29), "a=b: count 3"),
            (options.Retention.Age, options.Retention.Bytes, options.Retention.Rules));

        const string Wrong = """{ "retention": { "age": "0s", "bytes": "10", "count": 0, "keepLast": -1, "rules": "x" } }""";
        var problem = Assert.Throws<BadInputException>(() => Configured.Read(Wrong)).Message;
        foreach (var part in new[]
        {
            "5 problems", "retention.age: out of range", "retention.bytes: wrong value: \"10\"; write a size",
            "retention.count: out of range", "retention.keepLast: out of range", "retention.rules: not a rule",
        })
            Assert.Contains(part, problem);
    }

    [Theory]
    [InlineData(10L << 30, "10GiB")]
    [InlineData(3L << 29, "1.5GiB")]
    [InlineData(1025, "1025B")]
    [InlineData(0, "0B")]
    public void Size_is_written_as_it_is_read(long bytes, string text)
    {
        Assert.Equal(text, Quantity.FormatBytes(bytes));
        Assert.True(Quantity.TryBytes(text, out var again));
        Assert.Equal(bytes, again);
    }
}
