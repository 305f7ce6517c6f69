using System.Globalization;
using ChaosService.Model.Experiments;
using ChaosService.Tests.Engine.Fakes;

namespace ChaosService.Tests.Service.Scheduling;

/// <summary>Somebody sets the machine's clock while schedules run: they neither storm nor stall.</summary>
public sealed class ClockSetTests : IDisposable
{
    private static readonly ScheduleSpec EverySecond = new() { Cron = "* * * * * ?" };

    private readonly TempDirectory _directory = new();
    private readonly ShiftedClock _clock = new(TimeProvider.System.GetUtcNow(), haste: 50);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Set_back_by_an_hour_it_goes_on_at_the_new_time()
    {
        await using var life = await StartAsync();

        _clock.Set(TimeSpan.FromHours(-1));
        var after = _clock.GetUtcNow();

        await life.UntilAsync(_ => Due(life).Count(d => d >= after && d < after.AddMinutes(1)) >= 2);
        Assert.Equal(life.Runs.Requests.Count, life.Runs.Requests.Select(r => r.IdempotencyKey).Distinct().Count());
    }

    [Fact]
    public async Task Set_forwards_by_a_day_what_it_leapt_over_is_not_made_up_for()
    {
        await using var life = await StartAsync();

        var before = _clock.GetUtcNow();
        _clock.Set(TimeSpan.FromDays(1));
        var after = _clock.GetUtcNow();

        await life.UntilAsync(_ => Due(life).Count(d => d >= after) >= 2);
        // Within the grace of a minute a firing still counts as on time.
        Assert.DoesNotContain(Due(life), d => d > before.AddMinutes(1) && d < after.AddMinutes(-1));
    }

    [Fact]
    public async Task Paused_schedule_stays_paused_when_the_clock_is_set_back()
    {
        await using var life = await StartAsync();
        await life.Schedules.PauseAsync("often", Stop);
        await life.Schedules.RestartAsync(Stop);

        Assert.True((await life.StateAsync()).Paused);
    }

    private async Task<Life> StartAsync()
    {
        var life = await new Life(_directory.Path, _clock).StartAsync();
        await life.Schedules.ApplyAsync("often", EverySecond, Stop);
        await Wait.UntilAsync(() => !life.Runs.Requests.IsEmpty);
        return life;
    }

    private static List<DateTimeOffset> Due(Life life) =>
        [.. life.Runs.Requests.Select(r => DateTimeOffset.Parse(r.IdempotencyKey!.Split(' ')[2], CultureInfo.InvariantCulture))];
}
