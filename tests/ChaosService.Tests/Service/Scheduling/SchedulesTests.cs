using ChaosService.Engine.Store.Firings;
using ChaosService.Model.Experiments;
using ChaosService.Service.Triggers;
using ChaosService.Tests.Engine.Fakes;

namespace ChaosService.Tests.Service.Scheduling;

public sealed class SchedulesTests : IDisposable
{
    private static readonly ScheduleSpec EverySecond = new() { Cron = "* * * * * ?" };
    private static readonly ScheduleSpec Nightly = new() { Cron = "0 0 2 * * ?" };

    private readonly TempDirectory _directory = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Cron_of_every_second_fires_again_and_again()
    {
        await using var life = await new Life(_directory.Path).StartAsync();
        await life.Schedules.ApplyAsync("quick", EverySecond with { Concurrency = Concurrency.Replace }, Stop);
        await Wait.UntilAsync(() => life.Runs.Requests.Count >= 2);
        var (first, second) = (life.Runs.Requests.First(), life.Runs.Requests.ElementAt(1));
        Assert.Equal(("quick", "schedule quick", Concurrency.Replace), (first.Experiment, first.Cause, first.Concurrency));
        Assert.NotEqual(first.IdempotencyKey, second.IdempotencyKey);
        Assert.Equal(
            (FiringOutcome.Started, "run-of-quick"), ((await life.StateAsync()).Last!.Outcome, (await life.StateAsync()).Last!.RunId));
    }

    [Fact]
    public async Task Schedule_survives_a_restart_and_fires_after_it()
    {
        await using (var first = new Life(_directory.Path)) await first.Schedules.ApplyAsync("quick", EverySecond, Stop);
        await using var second = await new Life(_directory.Path).StartAsync();
        await Wait.UntilAsync(() => !second.Runs.Requests.IsEmpty);
    }

    [Fact]
    public async Task Pause_survives_a_restart_and_the_same_spec_again()
    {
        await using (var first = await new Life(_directory.Path).StartAsync())
        {
            await first.Schedules.ApplyAsync("night", Nightly, Stop);
            Assert.True(await first.Schedules.PauseAsync("night", Stop));
            Assert.True(await first.Schedules.PauseAsync("night", Stop));
        }
        await using var second = await new Life(_directory.Path).StartAsync();
        await second.Schedules.ApplyAsync("night", Nightly, Stop);
        Assert.True((await second.StateAsync()).Paused);
        Assert.Empty((await second.StateAsync()).Next);
        await second.Schedules.ApplyAsync("night", Nightly with { Jitter = TimeSpan.FromMinutes(1) }, Stop);
        Assert.True((await second.StateAsync()).Paused);
        Assert.True(await second.Schedules.ResumeAsync("night", Stop));
        Assert.False((await second.StateAsync()).Paused);
        Assert.Equal(5, (await second.StateAsync()).Next.Count);
    }

    [Fact]
    public async Task Spec_that_says_paused_does_not_fire_until_it_says_otherwise()
    {
        await using var life = await new Life(_directory.Path).StartAsync();
        await life.Schedules.ApplyAsync("quick", EverySecond with { Paused = true }, Stop);
        Assert.True((await life.StateAsync()).Paused);
        await life.Schedules.ApplyAsync("quick", EverySecond, Stop);
        await Wait.UntilAsync(() => !life.Runs.Requests.IsEmpty);
    }

    [Fact]
    public async Task Same_spec_again_keeps_the_beat_of_an_interval_and_another_replaces_it()
    {
        var spec = new ScheduleSpec { Every = TimeSpan.FromMinutes(30) };
        await using (var first = new Life(_directory.Path, new ShiftedClock("2026-05-01T12:00:00Z")))
        await first.Schedules.ApplyAsync("beat", spec, Stop);
        await using var later = new Life(_directory.Path, new ShiftedClock("2026-05-01T12:10:00Z"));
        await later.Schedules.ApplyAsync("beat", spec, Stop);
        Assert.Equal(["12:30", "13:00", "13:30", "14:00", "14:30"], (await later.StateAsync()).Next.Select(t => t.ToString("HH:mm")));
        await later.Schedules.ApplyAsync("beat", spec with { Every = TimeSpan.FromHours(1) }, Stop);
        Assert.Equal("13:10", (await later.StateAsync()).Next[0].ToString("HH:mm"));
        Assert.Equal("every 1h, misfire skip, concurrency forbid", (await later.StateAsync()).Text);
    }

    [Fact]
    public async Task Removed_schedule_is_gone_with_its_last_firing()
    {
        await using var life = new Life(_directory.Path);
        await life.Schedules.ApplyAsync("night", Nightly, Stop);
        await life.Schedules.FireNowAsync("night", Stop);
        Assert.True(await life.Schedules.RemoveAsync("night", Stop));
        Assert.False(await life.Schedules.RemoveAsync("night", Stop));
        Assert.Empty(await life.Schedules.ListAsync(Stop));
        await life.Schedules.ApplyAsync("night", Nightly, Stop);
        Assert.Null((await life.StateAsync()).Last);
    }

    [Fact]
    public async Task Fire_now_starts_a_run_even_when_paused()
    {
        await using var life = await new Life(_directory.Path).StartAsync();
        await life.Schedules.ApplyAsync("night", Nightly with { Concurrency = Concurrency.Queue, Paused = true }, Stop);
        var result = await life.Schedules.FireNowAsync("night", Stop);
        Assert.Equal("run-of-night", result!.RunId);
        Assert.Equal((Concurrency.Queue, null), (life.Runs.Requests.Single().Concurrency, life.Runs.Requests.Single().IdempotencyKey));
        Assert.True((await life.StateAsync()).Paused);
    }

    [Fact]
    public async Task Changes_from_many_sides_at_once_leave_a_whole_schedule()
    {
        await using var life = await new Life(_directory.Path).StartAsync();
        await Parallel.ForAsync(0, 100, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Stop }, async (i, stop) =>
        {
            if (i % 2 == 0) await life.Schedules.RemoveAsync("night", stop);
            else await life.Schedules.ApplyAsync("night", Nightly with { Jitter = TimeSpan.FromSeconds(i) }, stop);
        });
        await life.Schedules.ApplyAsync("night", Nightly, Stop);
        var state = await life.StateAsync();
        Assert.Equal(("cron 0 0 2 * * ? (UTC), misfire skip, concurrency forbid", 5), (state.Text, state.Next.Count));
    }

    [Fact]
    public async Task Unknown_schedule_is_answered_and_not_made_up()
    {
        await using var life = new Life(_directory.Path);
        Assert.Null(await life.Schedules.FireNowAsync("none", Stop));
        Assert.False(await life.Schedules.PauseAsync("none", Stop));
        Assert.False(await life.Schedules.ResumeAsync("none", Stop));
        Assert.Empty(life.Runs.Requests);
    }

    [Theory]
    [InlineData(TriggerStatus.Halted, FiringOutcome.Skipped)]
    [InlineData(TriggerStatus.TargetBusy, FiringOutcome.Skipped)]
    [InlineData(TriggerStatus.QueueFull, FiringOutcome.Skipped)]
    [InlineData(TriggerStatus.UnknownExperiment, FiringOutcome.Failed)]
    [InlineData(TriggerStatus.BadInput, FiringOutcome.Failed)]
    internal async Task Refused_run_is_kept_with_its_reason(TriggerStatus status, FiringOutcome expected)
    {
        await using var life = new Life(_directory.Path);
        life.Runs.Answer = _ => new TriggerResult(status, null, "the reason");
        await life.Schedules.ApplyAsync("night", Nightly, Stop);
        await life.Schedules.FireNowAsync("night", Stop);
        var last = (await life.StateAsync()).Last!;
        Assert.Equal((expected, null, "the reason"), (last.Outcome, last.RunId, last.Detail));
    }

    [Fact]
    public async Task Firing_that_fails_does_not_stop_the_next_ones()
    {
        await using var life = await new Life(_directory.Path).StartAsync();
        life.Runs.Answer = _ => throw new InvalidOperationException("no room");
        await life.Schedules.ApplyAsync("quick", EverySecond, Stop);
        await Wait.UntilAsync(() => life.Runs.Requests.Count >= 2);
        Assert.Equal((FiringOutcome.Failed, "no room"), ((await life.StateAsync()).Last!.Outcome, (await life.StateAsync()).Last!.Detail));
    }

    [Fact]
    public async Task Schedule_that_is_over_is_not_kept()
    {
        await using var life = new Life(_directory.Path);
        await life.Schedules.ApplyAsync("night", Nightly, Stop);
        await life.Schedules.ApplyAsync("night", new ScheduleSpec { Cron = "0 0 2 1 1 ? 2020" }, Stop);
        Assert.Empty(await life.Schedules.ListAsync(Stop));
    }

    [Fact]
    public async Task Applied_again_in_a_long_exclusion_it_is_not_over()
    {
        var spec = new ScheduleSpec { Every = TimeSpan.FromSeconds(1), ExcludedDays = [new(new(2026, 5, 1), new(2027, 4, 30))] };
        await using var life = new Life(_directory.Path, new ShiftedClock("2026-05-02T12:00:00Z"));
        await life.Schedules.ApplyAsync("quick", spec, Stop);
        await life.Schedules.ApplyAsync("quick", spec with { Jitter = TimeSpan.FromMilliseconds(1) }, Stop);
        Assert.Equal("2027-05-01 00:00:00", $"{(await life.StateAsync()).Next[0]:yyyy-MM-dd HH:mm:ss}");
    }

    [Fact]
    public async Task Schedule_whose_last_time_came_in_a_pause_is_gone_when_it_is_resumed()
    {
        await using (var before = new Life(_directory.Path, new ShiftedClock("2026-05-02T12:00:00Z")))
            await before.Schedules.ApplyAsync("once", new ScheduleSpec { Cron = "0 0 2 3 5 ? 2026", Paused = true }, Stop);
        await using var after = new Life(_directory.Path, new ShiftedClock("2026-05-04T12:00:00Z"));
        Assert.False(await after.Schedules.ResumeAsync("once", Stop));
        Assert.Empty(await after.Schedules.ListAsync(Stop));
    }
}
