using ChaosService.Engine.Journal;
using ChaosService.Engine.Store.Service;
using ChaosService.Service.Retention;
using ChaosService.Tests.Engine.Fakes;

namespace ChaosService.Tests.Service.Retention;

public sealed class ClockTrustTests : IDisposable
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly TempDirectory _state = new();
    private readonly SettableClock _clock = new();

    public void Dispose() => _state.Dispose();

    [Fact]
    public void Time_that_goes_by_is_trusted()
    {
        var trust = Trust();
        Assert.NotNull(trust.Ask().Now);
        _clock.Pass(TimeSpan.FromDays(400));
        Assert.Equal(_clock.GetUtcNow(), trust.Ask().Now);
    }

    [Fact]
    public void Leap_ahead_is_trusted_a_day_later()
    {
        var trust = Trust();
        trust.Ask();
        _clock.Set(Day);

        Assert.Equal((null, "the clock leapt ahead by 1d: no run is too old until it has stood for 1d"), trust.Ask());
        _clock.Pass(Day - TimeSpan.FromMinutes(1));
        Assert.Null(trust.Ask().Now);
        _clock.Pass(TimeSpan.FromMinutes(1));
        Assert.NotNull(trust.Ask().Now);
    }

    [Fact]
    public void Leap_that_is_undone_is_forgotten()
    {
        var trust = Trust();
        trust.Ask();
        _clock.Set(Day);
        Assert.Null(trust.Ask().Now);
        _clock.Set(-Day);
        Assert.NotNull(trust.Ask().Now);
    }

    [Fact]
    public void Clock_that_is_set_back_is_trusted()
    {
        var trust = Trust();
        trust.Ask();
        _clock.Set(-Day);
        Assert.NotNull(trust.Ask().Now);
    }

    [Fact]
    public void Leap_while_the_service_was_down_is_seen()
    {
        Trust().Remember(_clock.GetUtcNow());
        _clock.Set(TimeSpan.FromDays(6));
        Assert.NotNull(Trust().Ask().Now);
        _clock.Set(TimeSpan.FromDays(360));
        Assert.Contains("leapt ahead", Trust().Ask().Doubt);
    }

    private ClockTrust Trust() => new(new ServiceFacts(new StateDatabase(_state.Path), _clock), _clock);

    /// <summary>
    /// The wall clock and the monotonic one, each moved by itself, which is what is asked about here. FakeTimeProvider moves both.
    /// </summary>
    private sealed class SettableClock : TimeProvider
    {
        private DateTimeOffset _wall = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public override DateTimeOffset GetUtcNow() => _wall;

        public void Set(TimeSpan by) => _wall += by;

        public void Pass(TimeSpan by) => (_wall, _ticks) = (_wall + by, _ticks + by.Ticks);
    }
}
