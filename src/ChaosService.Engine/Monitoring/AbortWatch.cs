using ChaosService.Engine.Running.Requests;
using ChaosService.Model.Experiments;
using ChaosService.Model.Histories;

namespace ChaosService.Engine.Monitoring;

/// <summary>Reads the live figures a few times a second, informs the listener, and decides when a run must end early.</summary>
internal sealed class AbortWatch(
    LiveMonitor monitor, IReadOnlyList<AbortRule> rules, IRecorder recorder, IRunListener listener, TimeSpan duration, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly long?[] _breachedSinceNs = new long?[rules.Count];

    /// <summary>Why it ended before the load did; null when it did not.</summary>
    public string? Error { get; private set; }

    /// <summary>Runs until <paramref name="stop"/>. Calls <paramref name="abort"/> at most once, with the reason.</summary>
    /// <param name="found">Called once there are findings, from when on no rule is looked at. Null: findings do not end anything.</param>
    public async Task RunAsync(Action<string> abort, Action? found, CancellationToken stop)
    {
        try
        {
            await WatchAsync(abort, found, stop);
        }
        catch (Exception e)
        {
            // A check's live form that cannot go on costs the figures, not the verdict; where there are rules, no run goes on unwatched.
            Error = e.Message;
            if (rules.Count > 0) abort($"the abort rules cannot be watched any more: {e.Message}");
        }
    }

    private async Task WatchAsync(Action<string> abort, Action? found, CancellationToken stop)
    {
        var started = time.GetTimestamp();
        var aborted = false;
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                Tell(time.GetElapsedTime(started));
                if (found is not null && monitor.FindingCount > 0)
                {
                    found();
                    continue;
                }
                if (aborted || Breach(recorder.ElapsedNs) is not { } reason) continue;
                aborted = true;
                abort(reason);
            }
        }
        catch (OperationCanceledException)
        {
            // The load is over.
        }
        Tell(time.GetElapsedTime(started));
    }

    private void Tell(TimeSpan elapsed)
    {
        foreach (var (check, finding) in monitor.TakeFindings()) listener.OnFinding(check, finding);
        var now = recorder.ElapsedNs;
        listener.OnProgress(new RunProgress(
            elapsed, duration, monitor.Figure("availability", "ops_per_s", now) ?? 0,
            1 - monitor.Figure("availability", "success_ratio", now), monitor.Figure("latency", "p99_ms", now), monitor.ActiveFaults(),
            monitor.FindingCount) { TimeNs = now });
    }

    private string? Breach(long nowNs)
    {
        for (var i = 0; i < rules.Count; i++)
        {
            var rule = rules[i];
            var value = rule.Source == "findings" ? monitor.FindingCount : monitor.Figure(rule.Source, rule.Figure, nowNs);
            // No traffic is no breach: a figure that is not there can be neither above nor below.
            if (value is null || (rule.Below ? value >= rule.Threshold : value <= rule.Threshold))
            {
                _breachedSinceNs[i] = null;
                continue;
            }
            _breachedSinceNs[i] ??= nowNs;
            if (nowNs - _breachedSinceNs[i] < rule.For.TotalNanoseconds) continue;
            return $"{rule.Source} {rule.Figure} was {(rule.Below ? "below" : "above")} {rule.Threshold:0.###} for "
                + $"{rule.For.TotalSeconds:0.#} s (now {value:0.###})";
        }
        return null;
    }
}
