using ChaosService.Model.Experiments;
using ChaosService.Tests.Engine.Fakes;

namespace ChaosService.Tests.Service.Scheduling;

/// <summary>When a schedule fires next, seen from a given moment.</summary>
public sealed class NextFiringsTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Berlin_keeps_its_hour_when_summer_time_begins_and_ends()
    {
        var spec = new ScheduleSpec { Cron = "0 30 4 * * ?", TimeZone = "Europe/Berlin" };
        Assert.Equal(["27 03:30", "28 03:30", "29 02:30", "30 02:30", "31 02:30"], await NextAsync(spec, "2026-03-26T12:00:00Z"));
        Assert.Equal(["24 02:30", "25 03:30", "26 03:30", "27 03:30", "28 03:30"], await NextAsync(spec, "2026-10-23T12:00:00Z"));
    }

    [Fact]
    public async Task Hour_that_does_not_exist_or_comes_twice_gives_one_firing_a_day()
    {
        var spec = new ScheduleSpec { Cron = "0 30 2 * * ?", TimeZone = "Europe/Berlin" };
        Assert.Equal(["28 01:30", "29 01:00", "30 00:30", "31 00:30", "01 00:30"], await NextAsync(spec, "2026-03-27T12:00:00Z"));
        Assert.Equal(["24 00:30", "25 00:30", "26 01:30", "27 01:30", "28 01:30"], await NextAsync(spec, "2026-10-23T12:00:00Z"));
    }

    [Fact]
    public async Task Interval_is_as_long_over_the_change_of_the_clock()
    {
        var spec = new ScheduleSpec { Every = TimeSpan.FromHours(12), TimeZone = "Europe/Berlin" };
        Assert.Equal(["28 18:00", "29 06:00", "29 18:00", "30 06:00", "30 18:00"], await NextAsync(spec, "2026-03-28T06:00:00Z"));
    }

    [Fact]
    public async Task Excluded_days_and_times_are_left_out_in_the_zone_of_the_schedule()
    {
        var spec = new ScheduleSpec
        {
            Cron = "0 30 23 * * ?",
            TimeZone = "Europe/Berlin",
            ExcludedDays = [Day(24, 24), Day(26, 28)],
            ExcludedTimes = ["* * * ? * WED"],
        };
        // 23:30 in Berlin is 22:30 UTC; December 23rd and 30th of 2026 are Wednesdays.
        Assert.Equal(["22 22:30", "25 22:30", "29 22:30", "31 22:30", "01 22:30"], await NextAsync(spec, "2026-12-22T12:00:00Z"));
    }

    [Theory]
    [InlineData("* * * * * ?", null)]
    [InlineData("0/10 * * * * ?", null)]
    [InlineData(null, 1)]
    [InlineData(null, 7)]
    public async Task Short_period_leaps_over_a_long_exclusion(string? cron, int? everySeconds)
    {
        TimeSpan? every = everySeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        DayRange[] days = [new(new(2026, 12, 1), new(2027, 11, 30)), new(new(2027, 12, 1), new(2028, 11, 30))];
        var spec = new ScheduleSpec { Cron = cron, Every = every, TimeZone = "Europe/Berlin", ExcludedDays = days };
        var next = await NextTimesAsync(spec, "2026-12-22T12:00:00Z", seed: 1);
        Assert.InRange(next[0], DateTimeOffset.Parse("2028-11-30T23:00:00Z"), DateTimeOffset.Parse("2028-11-30T23:00:06.999Z"));
        Assert.Equal([.. next.Order()], next);
    }

    [Fact]
    public async Task Firings_before_and_after_a_long_exclusion_are_shown()
    {
        DayRange[] days = [new(new(2026, 12, 23), new(2027, 12, 22))];
        var spec = new ScheduleSpec { Cron = "* * * * * ?", ExcludedDays = days, ExcludedTimes = ["* 0 0 * * ?"] };
        Assert.Equal(
            ["2026-12-22 23:59:58", "2026-12-22 23:59:59", "2027-12-23 00:01:00", "2027-12-23 00:01:01", "2027-12-23 00:01:02"],
            (await NextTimesAsync(spec, "2026-12-22T23:59:57.200Z", seed: 1)).Select(t => $"{t:yyyy-MM-dd HH:mm:ss}"));
    }

    [Fact]
    public async Task Last_day_of_the_calendar_can_be_excluded()
    {
        var spec = new ScheduleSpec { Cron = "0 0 2 * * ?", ExcludedDays = [new(DateOnly.MaxValue, DateOnly.MaxValue)] };
        Assert.Equal("22 02:00", (await NextAsync(spec, "2026-12-21T12:00:00Z"))[0]);
    }

    [Theory]
    [InlineData("0 30 2 * * ?", "2026-10-25T01:10:00Z", "26 01:30")]
    [InlineData("0 0 2 * * ?", "2026-10-25T00:59:59.300Z", "26 01:00")]
    [InlineData("0 10,30 2 * * ?", "2026-10-25T01:20:00Z", "26 01:10")]
    [InlineData("0 30 2 * * ?", "2026-10-25T00:10:00Z", "25 00:30")]
    [InlineData("0 0/30 * * * ?", "2026-10-25T01:10:00Z", "25 01:30")]
    [InlineData("0 30 3 * * ?", "2026-10-25T01:10:00Z", "25 02:30")]
    public async Task In_the_hour_that_comes_twice_a_time_of_day_counts_once_and_a_beat_goes_on(string cron, string now, string first) =>
        Assert.Equal(first, (await NextAsync(new ScheduleSpec { Cron = cron, TimeZone = "Europe/Berlin" }, now))[0]);

    [Theory]
    [InlineData("America/Havana", "2026-11-01T04:00:00Z")]
    [InlineData("Asia/Beirut", "2026-03-28T22:00:00Z")]
    public async Task Open_day_begins_at_its_first_midnight_or_after_the_gap(string zone, string first)
    {
        var start = DateTimeOffset.Parse(first);
        var day = DateOnly.FromDateTime(start.UtcDateTime.AddHours(2));
        var spec = new ScheduleSpec { Cron = "* * * * * ?", TimeZone = zone, ExcludedDays = [new(day.AddDays(-30), day.AddDays(-1))] };
        Assert.Equal(start, (await NextTimesAsync(spec, "2026-03-10T12:00:00Z".Replace("03-10", $"{day.AddDays(-5):MM-dd}"), seed: 1))[0]);
    }

    [Fact]
    public async Task Jitter_is_bounded_and_the_seed_decides_it()
    {
        var spec = new ScheduleSpec { Cron = "0 0 * * * ?", Jitter = TimeSpan.FromMinutes(10) };
        var first = await NextTimesAsync(spec, "2026-05-01T12:30:00Z", seed: 1);
        Assert.Equal(first, await NextTimesAsync(spec, "2026-05-01T12:30:00Z", seed: 1));
        Assert.NotEqual(first, await NextTimesAsync(spec, "2026-05-01T12:30:00Z", seed: 2));
        Assert.Equal([13, 14, 15, 16, 17], first.Select(t => t.Hour));
        Assert.All(first, t => Assert.InRange(t.Minute, 0, 9));
        Assert.True(first.Select(t => t.Minute * 60 + t.Second).Distinct().Count() > 1);
    }

    private static DayRange Day(int from, int to) => new(new DateOnly(2026, 12, from), new DateOnly(2026, 12, to));

    /// <summary>Day and time of day in UTC.</summary>
    private async Task<string[]> NextAsync(ScheduleSpec spec, string now) =>
        [.. (await NextTimesAsync(spec, now, seed: 1)).Select(t => t.UtcDateTime.ToString("dd HH:mm"))];

    private async Task<IReadOnlyList<DateTimeOffset>> NextTimesAsync(ScheduleSpec spec, string now, long seed)
    {
        await using var life = new Life(Path.Combine(_directory.Path, Guid.NewGuid().ToString("N")), new ShiftedClock(now), seed: seed);
        await life.Schedules.ApplyAsync("x", spec, TestContext.Current.CancellationToken);
        return (await life.StateAsync()).Next;
    }
}
