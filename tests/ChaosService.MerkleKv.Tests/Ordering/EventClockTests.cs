using ChaosService.MerkleKv.Ordering;

namespace ChaosService.MerkleKv.Tests.Ordering;

public sealed class EventClockTests
{
    private readonly SetClock _time = new();

    [Fact]
    public void Time_is_in_ns_since_1970()
    {
        _time.Now = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);

        Assert.Equal(1_700_000_000_000_000_000UL, new EventClock(_time).Next(default)!.Value.Ts);
    }

    [Fact]
    public void No_time_comes_twice_and_none_goes_back()
    {
        var clock = new EventClock(_time);
        var first = clock.Next(default)!.Value.Ts;
        _time.Now -= TimeSpan.FromMinutes(1);

        Assert.Equal(first + 1, clock.Next(default)!.Value.Ts);
    }

    [Fact]
    public void Write_is_later_than_what_it_overwrites_and_other_keys_keep_the_time_of_the_clock()
    {
        var clock = new EventClock(_time);
        var ahead = new Stamp(clock.Next(default)!.Value.Ts + 60_000_000_000, new(7));

        Assert.Equal(ahead.Ts + 1, clock.Next(ahead)!.Value.Ts);
        Assert.True(clock.Next(default)!.Value.Ts < ahead.Ts);
    }

    [Fact]
    public void At_the_end_of_time_the_id_decides_until_there_is_none()
    {
        var clock = new EventClock(_time);
        var end = new Stamp(ulong.MaxValue, new(UInt128.MaxValue - 1));

        var next = clock.Next(end);

        Assert.Equal(new Stamp(ulong.MaxValue, new(UInt128.MaxValue)), next);
        Assert.Null(clock.Next(next!.Value));
    }

    private sealed class SetClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
