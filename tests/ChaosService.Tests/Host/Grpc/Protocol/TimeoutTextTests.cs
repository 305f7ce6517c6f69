using ChaosService.Host.Grpc.Protocol;

namespace ChaosService.Tests.Host.Grpc.Protocol;

public sealed class TimeoutTextTests
{
    [Theory]
    [InlineData("1H", 3_600_000)]
    [InlineData("2M", 120_000)]
    [InlineData("3S", 3000)]
    [InlineData("1500m", 1500)]
    [InlineData("2000u", 2)]
    [InlineData("99999999n", 100)]
    [InlineData("0S", 0)]
    public void Timeout_is_read_in_its_unit(string text, double ms)
    {
        Assert.True(TimeoutText.TryParse(text, out var timeout));
        Assert.Equal(ms, timeout.TotalMilliseconds, tolerance: 0.001);
    }

    [Fact]
    public void Timeout_longer_than_a_timer_waits_is_cut()
    {
        Assert.True(TimeoutText.TryParse("99999999H", out var timeout));
        Assert.Equal(TimeoutText.Longest, timeout);
    }

    [Fact]
    public void Nanosecond_is_rounded_up() => Assert.True(TimeoutText.TryParse("1n", out var timeout) && timeout > TimeSpan.Zero);

    [Theory]
    [InlineData("")]
    [InlineData("S")]
    [InlineData("1")]
    [InlineData("-1S")]
    [InlineData("1.5S")]
    [InlineData(" 1S")]
    [InlineData("1s")]
    [InlineData("123456789S")]
    public void Anything_else_is_no_timeout(string text) => Assert.False(TimeoutText.TryParse(text, out _));
}
