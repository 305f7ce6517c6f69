using ChaosService.Host.Scheduling;
using ChaosService.Model.Experiments;
using ChaosService.Tests.Engine.Fakes;

namespace ChaosService.Tests.Host.Scheduling;

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
}
