using ChaosService.Engine.Monitoring;
using ChaosService.Model.Checks;
using ChaosService.Model.Experiments;
using ChaosService.Model.Verdicts;
using ChaosService.Tests.Engine.Fakes;
using Microsoft.Extensions.Time.Testing;

namespace ChaosService.Tests.Engine.Monitoring;

public sealed class AbortWatchTests
{
    private static readonly AbortRule Unavailable =
        new("availability", "success_ratio", Below: true, Threshold: 0.05, For: TimeSpan.FromSeconds(1));

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly FakeStream _availability = new();
    private readonly FakeRecorder _recorder = new();
    private readonly FakeListener _listener = new();

    [Fact]
    public async Task Breach_that_lasts_aborts_with_figure_and_threshold()
    {
        _availability.Figures["success_ratio"] = 0.01;

        var reason = await FirstAbortAsync(Unavailable, tick: () => _recorder.ElapsedNs += 600_000_000);

        Assert.Equal("availability success_ratio was below 0.05 for 1 s (now 0.01)", reason);
    }

    [Fact]
    public async Task Breach_that_ends_in_time_starts_over()
    {
        var ticks = 0;
        var reason = await FirstAbortAsync(Unavailable, tick: () =>
        {
            _recorder.ElapsedNs += 600_000_000;
            _availability.Figures["success_ratio"] = ++ticks % 2 == 0 ? 0.01 : 0.99;
        }, ticks: 6);

        Assert.Null(reason);
    }

    [Fact]
    public async Task Missing_figure_is_no_breach()
    {
        Assert.Null(await FirstAbortAsync(Unavailable, tick: () => _recorder.ElapsedNs += 600_000_000, ticks: 6));
    }

    [Fact]
    public async Task First_finding_can_abort_and_is_told_to_the_listener()
    {
        _availability.Findings.Add(new Finding { Anomaly = "stale-read", Explanation = "…" });
        var rule = new AbortRule("findings", "count", Below: false, Threshold: 0, For: TimeSpan.Zero);

        var reason = await FirstAbortAsync(rule, tick: () => { });

        Assert.Equal("findings count was above 0 for 0 s (now 1)", reason);
        Assert.Equal("stale-read", Assert.Single(_listener.Findings).Anomaly);
    }

    [Fact]
    public async Task First_finding_ends_the_program_where_it_goes_on_until_then_and_aborts_nothing()
    {
        _availability.Figures["success_ratio"] = 0;
        _availability.Findings.Add(new Finding { Anomaly = "stale-read", Explanation = "…" });
        var time = new FakeTimeProvider();
        using var stop = new CancellationTokenSource();
        var found = 0;
        string? reason = null;
        var watching = Watch([Unavailable with { For = TimeSpan.Zero }], time).RunAsync(r => reason = r, () => found++, stop.Token);

        time.Advance(Interval);
        await Wait.UntilAsync(() => found > 0);
        await stop.CancelAsync();
        await watching;

        Assert.Null(reason);
    }

    [Theory]
    [InlineData(false, null)]
    [InlineData(true, "the abort rules cannot be watched any more: broken")]
    public async Task Check_whose_live_form_throws_ends_the_watch_and_the_run_only_where_rules_need_it(bool rules, string? expected)
    {
        _availability.Failure = new InvalidOperationException("broken");
        var time = new FakeTimeProvider();
        string? reason = null;
        var watch = Watch(rules ? [Unavailable] : [], time);
        var watching = watch.RunAsync(r => reason = r, found: null, TestContext.Current.CancellationToken);

        time.Advance(Interval);
        await watching;

        Assert.Equal(("broken", expected), (watch.Error, reason));
    }

    private AbortWatch Watch(IReadOnlyList<AbortRule> rules, TimeProvider time)
    {
        var monitor = new LiveMonitor(new Dictionary<string, IStreamingCheck> { ["availability"] = _availability });
        return new AbortWatch(monitor, rules, _recorder, _listener, TimeSpan.FromMinutes(1), time);
    }

    /// <summary>The reason, or null when the watch saw so many ticks without one.</summary>
    private async Task<string?> FirstAbortAsync(AbortRule rule, Action tick, int ticks = 20)
    {
        var time = new FakeTimeProvider();
        using var stop = new CancellationTokenSource();
        string? reason = null;
        var watching = Watch([rule], time).RunAsync(r => reason = r, found: null, stop.Token);
        for (var i = 0; i < ticks && reason is null; i++)
        {
            var told = _listener.Progress.Count;
            tick();
            time.Advance(Interval);
            await Wait.UntilAsync(() => _listener.Progress.Count > told);
        }
        await stop.CancelAsync();
        await watching;
        return reason;
    }
}
