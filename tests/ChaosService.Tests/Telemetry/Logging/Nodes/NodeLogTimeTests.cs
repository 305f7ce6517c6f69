using ChaosService.Telemetry.Logging.Nodes;

namespace ChaosService.Tests.Telemetry.Logging.Nodes;

public sealed class NodeLogTimeTests
{
    [Theory]
    [InlineData("2026-11-22T09:00:06.123456789Z {\"msg\":\"x\"}", 1_795_338_006_123_456_789, "{\"msg\":\"x\"}")]
    [InlineData("2026-11-22T09:00:06.1Z two words", 1_795_338_006_100_000_000, "two words")]
    [InlineData("2026-11-22T09:00:06Z ", 1_795_338_006_000_000_000, "")]
    [InlineData("2026-11-22T09:00:06.000000001Z", 1_795_338_006_000_000_001, "")]
    public void Time_before_a_line_is_read_to_the_nanosecond(string line, long timeNs, string text) =>
        Assert.Equal((timeNs, text), NodeLogTime.Split(line));

    [Theory]
    [InlineData("")]
    [InlineData("goroutine 1 [running]:")]
    [InlineData("2026-11-22 09:00:06 local time")]
    [InlineData("2026-11-22T09:00:06.1234567890Z too fine")]
    [InlineData("2026-11-22T09:00:06.12x4Z no digits")]
    [InlineData("2026-13-22T09:00:06Z no month")]
    public void Line_without_a_time_is_not_taken_for_one(string line) => Assert.Null(NodeLogTime.Split(line));
}
