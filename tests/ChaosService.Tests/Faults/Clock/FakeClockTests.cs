using ChaosService.Faults.Clock;
using ChaosService.Model.Faults;

namespace ChaosService.Tests.Faults.Clock;

public sealed class FakeClockTests
{
    private const string Library = "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1";

    [Fact]
    public void Library_is_found_among_what_a_process_has_mapped()
    {
        Assert.Equal(
            Library,
            FakeClock.LibraryIn(
                [
                    "55d0-55d1 r--p 00000000 fe:00 1 /usr/bin/perl", "7ff0-7ff1 rw-p 00000000 00:00 0",
                    $"7ff2-7ff3 r-xp 0 fe:00 2 {Library}",
                ]));
        Assert.Null(FakeClock.LibraryIn(["400000-401000 r-xp 00000000 fe:00 1 /usr/bin/etcd", ""]));
    }

    [Theory]
    [InlineData("FAKETIME_NO_CACHE=1")]
    [InlineData("FAKETIME_CACHE_DURATION=1")]
    public void Clock_that_follows_its_file_can_be_set(string fresh) =>
        Assert.Equal(new FakeClock(Library, "/data/clock"), Read("FAKETIME_TIMESTAMP_FILE=/data/clock", fresh));

    [Theory]
    [InlineData("no FAKETIME_TIMESTAMP_FILE", "FAKETIME_NO_CACHE=1")]
    [InlineData("no FAKETIME_TIMESTAMP_FILE", "FAKETIME_NO_CACHE=1", "FAKETIME_TIMESTAMP_FILE=clock")]
    [InlineData("they read their file every 10 s only", "FAKETIME_TIMESTAMP_FILE=/data/clock")]
    [InlineData("they read their file every 10 s only", "FAKETIME_TIMESTAMP_FILE=/data/clock", "FAKETIME_CACHE_DURATION=5")]
    [InlineData("FAKETIME sets their clock for good", "FAKETIME=+1d", "FAKETIME_TIMESTAMP_FILE=/data/clock", "FAKETIME_NO_CACHE=1")]
    public void Clock_that_does_not_is_refused_with_what_would_mend_it(string reason, params string[] environment) =>
        Assert.Contains(reason, Assert.Throws<FaultRefusedException>(() => Read(environment)).Message);

    private static FakeClock Read(params string[] environment) => FakeClock.Read("a", Library, environment);
}
