using ChaosService.Engine.Store.Firings;
using ChaosService.Model.Experiments;
using ChaosService.Tests.Engine.Fakes;

namespace ChaosService.Tests.Service.Scheduling;

/// <summary>A schedule whose times passed while the service was down for three days.</summary>
public sealed class MisfireTests : IDisposable
{
    private static readonly ShiftedClock Before = new("2026-05-01T12:00:00Z");
    private static readonly ScheduleSpec Nightly = new() { Cron = "0 0 2 * * ?" };

    private readonly TempDirectory _directory = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Skip_goes_on_with_the_next_time()
    {
        await using var life = await DownAsync(Nightly);
        var state = await life.UntilAsync(s => s.Last is not null);
        Assert.Equal(
            (FiringOutcome.Missed, "the service was not running, or too busy, when it was due"), (state.Last!.Outcome, state.Last.Detail));
        Assert.Equal("2026-05-05 02:00", state.Next[0].ToString("yyyy-MM-dd HH:mm"));
        Assert.Empty(life.Runs.Requests);
    }

    [Fact]
    public async Task Fire_once_makes_up_for_all_with_one_and_goes_on()
    {
        await using var life = await DownAsync(Nightly with { Misfire = MisfirePolicy.FireOnce });
        var state = await life.UntilAsync(s => s.Last is not null);
        Assert.Equal(FiringOutcome.Started, state.Last!.Outcome);
        Assert.Equal("2026-05-05 02:00", state.Next[0].ToString("yyyy-MM-dd HH:mm"));
        Assert.Single(life.Runs.Requests);
    }

    [Fact]
    public async Task Interval_keeps_its_beat_after_a_missed_one_was_made_up_for()
    {
        await using var life = await DownAsync(new ScheduleSpec { Every = TimeSpan.FromMinutes(25), Misfire = MisfirePolicy.FireOnce });
        var state = await life.UntilAsync(s => s.Last is not null);
        // 173 periods of 25 minutes after noon of May 1st.
        Assert.Equal("2026-05-04 12:05", state.Next[0].ToString("yyyy-MM-dd HH:mm"));
        Assert.Single(life.Runs.Requests);
    }

    [Fact]
    public async Task Missed_firing_is_not_made_up_for_on_an_excluded_day()
    {
        var excluded = new DayRange(new DateOnly(2026, 5, 4), new DateOnly(2026, 5, 4));
        await using var life = await DownAsync(Nightly with { Misfire = MisfirePolicy.FireOnce, ExcludedDays = [excluded] });
        var state = await life.UntilAsync(s => s.Last is not null);
        Assert.Equal(
            (FiringOutcome.Skipped, "a missed firing is not made up for in excluded time"), (state.Last!.Outcome, state.Last.Detail));
        Assert.Empty(life.Runs.Requests);
    }

    [Fact]
    public async Task Firing_that_is_late_by_seconds_was_not_missed()
    {
        await using (var before = new Life(_directory.Path, Before)) await before.Schedules.ApplyAsync("night", Nightly, Stop);
        await using var after = await new Life(_directory.Path, new ShiftedClock("2026-05-02T02:00:20Z")).StartAsync();
        await Wait.UntilAsync(() => !after.Runs.Requests.IsEmpty);
    }

    [Fact]
    public async Task What_fell_into_a_pause_was_not_missed()
    {
        await using (var before = new Life(_directory.Path, Before))
            await before.Schedules.ApplyAsync("night", Nightly with { Misfire = MisfirePolicy.FireOnce, Paused = true }, Stop);
        await using var after = await new Life(_directory.Path, new ShiftedClock("2026-05-04T12:00:00Z")).StartAsync();
        await after.Schedules.ResumeAsync("night", Stop);
        var state = await after.StateAsync();
        Assert.Null(state.Last);
        Assert.Equal("2026-05-05 02:00", state.Next[0].ToString("yyyy-MM-dd HH:mm"));
    }

    private async Task<Life> DownAsync(ScheduleSpec spec)
    {
        await using (var before = new Life(_directory.Path, Before)) await before.Schedules.ApplyAsync("night", spec, Stop);
        return await new Life(_directory.Path, new ShiftedClock("2026-05-04T12:00:00Z")).StartAsync();
    }
}
