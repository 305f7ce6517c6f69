using ChaosService.Engine.Journal;
using ChaosService.Engine.Monitoring;
using Microsoft.Extensions.Time.Testing;

namespace ChaosService.Tests.Engine.Monitoring;

public sealed class StandstillWatchTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Process_that_stood_still_longer_than_its_lease_says_so()
    {
        string? reason = null;
        var watching = new StandstillWatch(_time).RunAsync(r => reason = r, TestContext.Current.CancellationToken);

        _time.Advance(Leases.Length + TimeSpan.FromSeconds(11));
        await watching;

        Assert.Equal(
            "this process stood still for 41 s, longer than its lease of 30 s: its faults may have been taken back meanwhile", reason);
    }

    [Fact]
    public async Task Process_that_is_slow_goes_on()
    {
        string? reason = null;
        using var stop = new CancellationTokenSource();
        var watching = new StandstillWatch(_time).RunAsync(r => reason = r, stop.Token);

        _time.Advance(Leases.Length);
        await stop.CancelAsync();
        await watching;

        Assert.Null(reason);
    }
}
