using ChaosService.Host.Scheduling;
using ChaosService.Model.Experiments;
using ChaosService.Tests.Engine.Fakes;

namespace ChaosService.Tests.Host.Scheduling;

public sealed class FiringJobTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Firing_waits_for_its_jitter()
    {
        // Over a minute the seed's delays differ: a run never starts before the time that was shown.
        var clock = new ShiftedClock("2026-05-01T12:59:59.500Z");
        await using var life = await new Life(_directory.Path, clock).StartAsync();
        await life.Schedules.ApplyAsync("hourly", new ScheduleSpec { Cron = "0 0 * * * ?", Jitter = TimeSpan.FromSeconds(2) }, Stop);
        var shown = (await life.StateAsync()).Next[0];
        await Wait.UntilAsync(() => life.StateAsync().Result.Last is not null);
        Assert.InRange((await life.StateAsync()).Last!.At, shown, shown.AddSeconds(5));
        Assert.Equal("schedule hourly 2026-05-01T13:00:00.0000000+00:00", life.Runs.Requests.Single().IdempotencyKey);
    }

    [Fact]
    public async Task Stop_during_the_jitter_is_quick_and_kept_as_skipped()
    {
        var spec = new ScheduleSpec { Cron = "0 0 * * * ?", Jitter = TimeSpan.FromHours(20) };
        var runs = new FakeRunTrigger();
        await using (var life = await new Life(_directory.Path, new ShiftedClock("2026-05-01T12:59:59.900Z"), runs).StartAsync())
        {
            await life.Schedules.ApplyAsync("hourly", spec, Stop);
            // The time to fire has moved on to 14:00 once 13:00 waits for its jitter.
            await Wait.UntilAsync(() => life.StateAsync().Result.Next[0] >= DateTimeOffset.Parse("2026-05-01T14:00:00Z") + JitterAt("2026-05-01T14:00:00Z", spec));
        }
        await using var next = new Life(_directory.Path, new ShiftedClock("2026-05-01T13:00:05Z"));
        var last = (await next.StateAsync()).Last!;
        Assert.Equal((FiringOutcome.Skipped, "the service stopped"), (last.Outcome, last.Detail));
        Assert.Empty(runs.Requests);
    }

    private static TimeSpan JitterAt(string due, ScheduleSpec spec) => new Jitter(7).Of("hourly", DateTimeOffset.Parse(due), spec.Jitter);
}
