using ChaosService.Engine.Store.Firings;
using ChaosService.Model.Experiments;
using ChaosService.Service.Scheduling;
using ChaosService.Tests.Engine.Fakes;

namespace ChaosService.Tests.Service.Scheduling;

public sealed class FiringJobTests : IDisposable
{
    private const string Cut = "paused, removed or shut down before its jitter was over";

    private readonly TempDirectory _directory = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Firing_waits_for_its_jitter()
    {
        var spec = new ScheduleSpec { Cron = "0/2 * * * * ?", Jitter = TimeSpan.FromSeconds(1.5) };
        await using var life = await new Life(_directory.Path, seed: 7).StartAsync();
        await life.Schedules.ApplyAsync("quick", spec, Stop);
        var fired = (await life.UntilAsync(s => s.Last is not null)).Last!.At;
        var due = DateTimeOffset.Parse(life.Runs.Requests.First().IdempotencyKey!.Split(' ')[2]);
        var planned = due + new Jitter(7).Of("quick", due, spec.Jitter);
        // Timers and the wall clock are two clocks: they differ by a few milliseconds.
        Assert.True(fired >= planned.AddMilliseconds(-50), $"fired at {fired:O}, planned at {planned:O}");
    }

    [Fact]
    public async Task Stop_during_the_jitter_is_quick_and_kept_as_skipped()
    {
        var spec = new ScheduleSpec { Cron = "* * * * * ?", Jitter = TimeSpan.FromHours(20) };
        var runs = new FakeRunTrigger();
        await using (var life = await new Life(_directory.Path, runs: runs).StartAsync())
        {
            await life.Schedules.ApplyAsync("quick", spec, Stop);
            // When the next one is let go, the first one waits.
            await life.UntilAsync(s => s.Last?.Detail == "the firing before it still waits for its jitter");
        }
        await using var next = new Life(_directory.Path);
        var last = (await next.StateAsync()).Last!;
        Assert.Equal((FiringOutcome.Skipped, Cut), (last.Outcome, last.Detail));
        Assert.Empty(runs.Requests);
    }

    [Fact]
    public async Task Pause_lets_go_the_firing_that_waits_for_its_jitter()
    {
        await using var life = await new Life(_directory.Path).StartAsync();
        await life.Schedules.ApplyAsync("quick", new ScheduleSpec { Cron = "* * * * * ?", Jitter = TimeSpan.FromHours(20) }, Stop);
        await life.UntilAsync(s => s.Last?.Detail == "the firing before it still waits for its jitter");
        await life.Schedules.PauseAsync("quick", Stop);
        Assert.True((await life.UntilAsync(s => s.Last?.Detail == Cut)).Paused);
    }

    [Fact]
    public async Task Crash_in_mid_firing_leaves_a_schedule_that_fires()
    {
        using var image = new TempDirectory();
        await using (var life = await new Life(_directory.Path).StartAsync())
        {
            await life.Schedules.ApplyAsync("quick", new ScheduleSpec { Cron = "* * * * * ?", Jitter = TimeSpan.FromHours(20) }, Stop);
            await life.UntilAsync(s => s.Last?.Detail == "the firing before it still waits for its jitter");
            foreach (var file in Directory.EnumerateFiles(_directory.Path)) File.Copy(file, image.File(Path.GetFileName(file)));
        }
        var restart = TimeProvider.System.GetUtcNow();
        await using var next = await new Life(image.Path).StartAsync();
        // Again one firing waits, and the one after it is let go.
        await next.UntilAsync(s => s.Last!.At > restart && s.Last.Detail == "the firing before it still waits for its jitter");
        await next.Schedules.PauseAsync("quick", Stop);
        await next.UntilAsync(s => s.Last!.Detail == Cut);
    }

    [Fact]
    public async Task Resumed_in_the_hour_that_comes_twice_it_does_not_fire_a_second_time()
    {
        var spec = new ScheduleSpec { Cron = "0 30 2 * * ?", TimeZone = "Europe/Berlin" };
        await using (var first = await new Life(_directory.Path, new ShiftedClock("2026-10-25T00:29:59Z")).StartAsync())
        {
            await first.Schedules.ApplyAsync("night", spec, Stop);
            await Wait.UntilAsync(() => !first.Runs.Requests.IsEmpty);
            await first.Schedules.PauseAsync("night", Stop);
        }
        await using var second = new Life(_directory.Path, new ShiftedClock("2026-10-25T01:10:00Z"));
        await second.Schedules.ResumeAsync("night", Stop);
        Assert.Equal("2026-10-26 01:30", $"{(await second.StateAsync()).Next[0]:yyyy-MM-dd HH:mm}");
    }

    [Fact]
    public async Task Missed_firing_that_was_made_up_for_in_that_hour_does_not_come_again_in_it()
    {
        var spec = new ScheduleSpec { Cron = "0 30 2 * * ?", TimeZone = "Europe/Berlin", Misfire = MisfirePolicy.FireOnce };
        await using (var before = new Life(_directory.Path, new ShiftedClock("2026-10-24T12:00:00Z")))
            await before.Schedules.ApplyAsync("night", spec, Stop);
        // Down when it was due, and back in the hour's second coming.
        await using var after = await new Life(_directory.Path, new ShiftedClock("2026-10-25T01:29:57Z")).StartAsync();
        await Wait.UntilAsync(() => !after.Runs.Requests.IsEmpty);
        Assert.Equal("2026-10-26 01:30", $"{(await after.StateAsync()).Next[0]:yyyy-MM-dd HH:mm}");
        await after.Schedules.ApplyAsync("witness", new ScheduleSpec { Cron = "2 30 1 * * ?" }, Stop);
        await Wait.UntilAsync(() => after.Runs.Requests.Any(r => r.Experiment == "witness"));
        Assert.Single(after.Runs.Requests, r => r.Experiment == "night");
    }
}
