using ChaosService.Docker.Engine;
using ChaosService.Faults;
using ChaosService.Faults.Clock;
using ChaosService.Model.Faults;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChaosService.Tests.Faults.Clock;

public sealed class ClockSkewBindingTests
{
    private static readonly IFaultKind Kind = FaultKinds
        .All(EngineEndpoint.FromEnvironment(_ => null).CreateClient(), TimeProvider.System, NullLoggerFactory.Instance)
        .Single(k => k.Name == "clock-skew");

    [Fact]
    public void Keys_are_read()
    {
        Assert.Equal(new ClockSkewParameters(Seconds(30), null, null), Bind(("ahead", "30s")));
        Assert.Equal(new ClockSkewParameters(Seconds(-30), Seconds(10), null), Bind(("behind", "30s"), ("over", "10s")));
        Assert.Equal(new ClockSkewParameters(Seconds(1), null, Seconds(0.5)), Bind(("ahead", "1s"), ("strobe", "500ms")));
    }

    [Theory]
    [InlineData("write a time from 100ms to 1d", "ahead", "50ms")]
    [InlineData("write a time from 100ms to 4s", "ahead", "1s", "strobe", "5s")]
    [InlineData("write either 'ahead: 30s' or 'behind: 30s'", "over", "1s")]
    [InlineData("write either 'ahead: 30s' or 'behind: 30s'", "ahead", "1s", "behind", "1s")]
    [InlineData("write either 'over: 10s' or 'strobe: 500ms'", "ahead", "1s", "over", "5s", "strobe", "1s")]
    [InlineData("write at most 20s, or a larger offset", "ahead", "1s", "over", "30s")]
    public void Bad_value_is_reported_with_what_would_be_right(string fix, params string[] keysAndValues)
    {
        var (reader, problems) = Yaml.Map([.. keysAndValues.Chunk(2).Select(p => (p[0], (object)p[1]))]);
        Assert.Null(Kind.Bind(reader));
        Assert.Equal(fix, Assert.Single(problems).Fix);
    }

    [Fact]
    public void Dry_run_says_what_is_done_and_how_it_is_undone() =>
        Assert.Equal(
            "echo -1.5 > <FAKETIME_TIMESTAMP_FILE of a> (1.5s behind, over 10s); at the end: what was in it before, and start a if it died",
            Assert.Single(Kind.DryRun(Bind(("behind", "1.5s"), ("over", "10s")), ["a"], [])));

    private static FaultParameters Bind(params (string, object)[] entries)
    {
        var (reader, problems) = Yaml.Map(entries);
        var parameters = Kind.Bind(reader);
        reader.Done();
        Assert.Empty(problems);
        return Assert.IsAssignableFrom<FaultParameters>(parameters);
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
