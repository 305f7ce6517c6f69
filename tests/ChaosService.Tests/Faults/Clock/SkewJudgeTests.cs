using ChaosService.Faults.Clock;

namespace ChaosService.Tests.Faults.Clock;

public sealed class SkewJudgeTests
{
    private static readonly ClockSkewParameters Ahead = new(Seconds(10), null, null);

    [Fact]
    public void Offset_is_proven_by_a_reading_that_allows_it_and_not_none()
    {
        Assert.True(Judge(Ahead, (9.9, 10.1, 1)).IsProven);
        Assert.False(Judge(Ahead, (-1, 11, 1)).IsProven);
        Assert.True(Judge(Ahead, (-1, 11, 1), (9.9, 10.1, 2)).IsProven);
        Assert.False(Judge(Ahead, (9.9, 10.1, 1), (0, 0.1, 2)).IsProven);
        Assert.False(Judge(Ahead, (8, 9, 1)).IsPossible);
        Assert.True(Judge(Ahead with { Offset = Seconds(-10) }, (-10.1, -9.9, 1)).IsProven);
    }

    [Fact]
    public void Strobe_is_proven_by_a_clock_that_was_off_and_right()
    {
        var strobe = Ahead with { Strobe = Seconds(0.5) };
        Assert.False(Judge(strobe, (9.9, 10.1, 1), (9.9, 10.1, 2)).IsProven);
        Assert.True(Judge(strobe, (9.9, 10.1, 1), (0, 0.1, 2)).IsProven);
        Assert.Equal("+10,000 ± 100 ms, then +50 ± 50 ms (n = 2)", Judge(strobe, (9.9, 10.1, 1), (0, 0.1, 2)).Measured);
        Assert.False(Judge(strobe, (9.9, 10.1, 1), (5, 5.1, 2)).IsPossible);
    }

    [Fact]
    public void Drift_is_proven_by_two_readings_of_which_the_later_is_further_off()
    {
        var drift = Ahead with { Over = Seconds(10) };
        Assert.False(Judge(drift, (1.9, 2, 2)).IsProven);
        Assert.False(Judge(drift, (1.9, 2, 2), (1.95, 2.1, 2.1)).IsProven);
        Assert.True(Judge(drift, (1.9, 2, 2), (2.9, 3, 3)).IsProven);
        Assert.Equal("+1,950 ± 50 ms, then +2,950 ± 50 ms (n = 2)", Judge(drift, (1.9, 2, 2), (2.9, 3, 3)).Measured);
        Assert.False(Judge(drift, (1.9, 2, 2), (0, 0.1, 3)).IsPossible);
        Assert.True(Judge(drift with { Offset = Seconds(-10) }, (-2, -1.9, 2), (-3, -2.9, 3)).IsProven);
    }

    [Fact]
    public void Pattern_is_known_at_any_time()
    {
        var drift = Ahead with { Over = Seconds(4) };
        Assert.Equal((Seconds(5), Seconds(10)), (drift.At(Seconds(2)), drift.At(Seconds(9))));
        Assert.Equal([Seconds(2.1), Seconds(4), null], new[] { 2, 3.95, 4 }.Select(since => drift.NextAfter(Seconds(since))));
        var strobe = Ahead with { Strobe = Seconds(1) };
        Assert.Equal((Seconds(10), TimeSpan.Zero, Seconds(10)), (strobe.At(Seconds(0.5)), strobe.At(Seconds(1)), strobe.At(Seconds(2.9))));
        Assert.Equal(Seconds(3), strobe.NextAfter(Seconds(2.5)));
        Assert.Null(Ahead.NextAfter(TimeSpan.Zero));
    }

    [Fact]
    public void Clock_is_read_by_a_program_of_the_node_with_the_library_of_its_processes()
    {
        Assert.Equal(
            "nsenter --target 42 --mount -- env LD_PRELOAD=/lib/f.so FAKETIME_TIMESTAMP_FILE=/data/clock FAKETIME_NO_CACHE=1 date +%s.%N",
            $"{ClockReading.Command(new FakeClock("/lib/f.so", "/data/clock"), 42)}");
        Assert.Equal(DateTimeOffset.UnixEpoch.AddTicks(15_000_001), ClockReading.Parse("1.500000100\n"));
        // What busybox says.
        Assert.Null(ClockReading.Parse("1795933548.%N\n"));
    }

    private static SkewJudge Judge(ClockSkewParameters asked, params (double Least, double Most, double At)[] readings)
    {
        var judge = new SkewJudge(asked);
        foreach (var (least, most, at) in readings) judge.Add(new(Seconds(least), Seconds(most), 0, 0), Seconds(at), Seconds(at));
        return judge;
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
