using ChaosService.Faults.Proxy.Tcp.Measures;
using ChaosService.Proxies.Tcp.Toxics;

namespace ChaosService.Tests.Faults.Proxy;

/// <summary>What is taken for the asked-for effect, and what is not.</summary>
public sealed class MeasureTests
{
    private static readonly LatencyToxic Late = new(Ms(100), Ms(20));

    [Theory]
    [InlineData(1, 81, true)]
    [InlineData(1, 140, true)]
    [InlineData(1, 60, false)]
    [InlineData(1, 150, false)]
    [InlineData(2, 170, true)]
    [InlineData(2, 110, false)]
    public void Latency_is_seen_between_its_bounds(int ways, double fastest, bool seen) =>
        Assert.Equal(seen, LatencyMeasure.Judge(Late, ways, TimeSpan.Zero, [Ms(fastest), Ms(fastest + 300)]).Seen);

    [Fact]
    public void Latency_that_nothing_came_back_from_is_not_seen() => Assert.False(LatencyMeasure.Judge(Late, 1, TimeSpan.Zero, []).Seen);

    [Theory]
    [InlineData(100, true)]
    [InlineData(180, true)]
    [InlineData(80, false)]
    [InlineData(300, false)]
    public void Rate_is_seen_when_it_is_not_more_and_not_much_less(double ms, bool seen) =>
        Assert.Equal(seen, BandwidthMeasure.Judge(new(1_000_000), 12_500, Ms(ms)).Seen);

    [Theory]
    [InlineData(8, 80, true)]
    [InlineData(5, 71, true)]
    [InlineData(1, 80, false)]
    [InlineData(8, 30, false)]
    public void Pieces_are_seen_by_their_number_and_their_time(int pieces, double ms, bool seen) =>
        Assert.Equal(seen, SlicerMeasure.Judge(new(32, Ms(10)), 256, pieces, Ms(ms)).Seen);

    [Theory]
    [InlineData(1000, nameof(EchoEnd.Closed), true)]
    [InlineData(1000, nameof(EchoEnd.Reset), true)]
    [InlineData(1000, nameof(EchoEnd.Silent), false)]
    [InlineData(999, nameof(EchoEnd.Closed), false)]
    [InlineData(1064, nameof(EchoEnd.Whole), false)]
    public void End_after_some_bytes_is_seen_to_the_byte(int bytes, string end, bool seen) =>
        Assert.Equal(seen, LimitDataMeasure.Judge(new(1000), bytes, Parse(end)).Seen);

    [Theory]
    [InlineData(1, 41, true)]
    [InlineData(1, 80, false)]
    [InlineData(2, 80, true)]
    [InlineData(1, 0, false)]
    public void Changed_bytes_are_within_exact_bounds(int ways, int changed, bool seen) =>
        Assert.Equal(seen, CorruptMeasure.Judge(new(0.01), ways, changed, 4096).Seen);

    [Theory]
    [InlineData(nameof(EchoEnd.Reset), 210, true)]
    [InlineData(nameof(EchoEnd.Reset), 100, false)]
    [InlineData(nameof(EchoEnd.Closed), 210, false)]
    [InlineData(nameof(EchoEnd.Silent), 1500, false)]
    public void Reset_is_seen_in_its_time(string end, double ms, bool seen) =>
        Assert.Equal(seen, EndingMeasure.Judge(new ResetToxic(Ms(200)), Parse(end), Ms(ms), answered: 1, serversLost: 1).Seen);

    [Theory]
    [InlineData(nameof(EchoEnd.Silent), 0, true)]
    [InlineData(nameof(EchoEnd.Silent), 1, false)]
    [InlineData(nameof(EchoEnd.Closed), 0, false)]
    public void Timeout_is_seen_when_nothing_is_answered_and_nothing_ends(string end, int answered, bool seen) =>
        Assert.Equal(seen, EndingMeasure.Judge(new TimeoutToxic(null), Parse(end), Ms(1000), answered, serversLost: 0).Seen);

    [Theory]
    [InlineData(nameof(EchoEnd.Silent), 1, true)]
    [InlineData(nameof(EchoEnd.Silent), 0, false)]
    [InlineData(nameof(EchoEnd.Reset), 1, false)]
    public void Half_open_is_seen_when_the_server_lost_what_the_client_has(string end, long lost, bool seen) =>
        Assert.Equal(seen, EndingMeasure.Judge(new HalfOpenToxic(Ms(100)), Parse(end), Ms(1000), answered: 1, lost).Seen);

    private static EchoEnd Parse(string end) => Enum.Parse<EchoEnd>(end);

    private static TimeSpan Ms(double ms) => TimeSpan.FromMilliseconds(ms);
}
