using ChaosService.Engine.Histories.Recording;
using ChaosService.Model.Histories;
using ChaosService.Model.Workloads;

namespace ChaosService.Engine.Monitoring;

/// <summary>
/// Observes the database at a fixed pace and records each change. Does nothing for a database without observations.
/// </summary>
/// <param name="judged">The topics that checks judge; costly observations of other topics are skipped.</param>
internal sealed class ObservationWatch(
    IObservationProbe? probe, IReadOnlyCollection<string> judged, HistoryRecorder recorder, TimeProvider time)
{
    /// <summary>Shorter than any election that the shipped targets hold.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>Of the last question to a subject.</summary>
    private static readonly TimeSpan LastLimit = TimeSpan.FromSeconds(3);

    /// <summary>Of the only question to one that tells all at the end.</summary>
    private static readonly TimeSpan AtEndLimit = TimeSpan.FromSeconds(20);

    private volatile string? _error;

    /// <summary>Why a subject could not be asked, which is a bug in the probe itself; null when all could.</summary>
    public string? Error => _error;

    /// <summary>
    /// Asks at once, then until <paramref name="stop"/>, and each subject once more after it: what it said last is how it was at the end.
    /// </summary>
    public Task RunAsync(CancellationToken stop) =>
        probe is null
            ? Task.CompletedTask
            : Task.WhenAll(probe.Subjects.Where(s => !s.IsCostly || judged.Contains(s.Topic)).Select(s => FollowAsync(probe, s, stop)));

    private async Task FollowAsync(IObservationProbe asked, ObservedSubject subject, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Interval, time);
        OpValue? known = null;
        try
        {
            if (subject.IsAskedAtEnd) await Task.Delay(Timeout.InfiniteTimeSpan, time, stop);
            do known = await LookAsync(asked, subject, known, stop);
            while (await timer.WaitForNextTickAsync(stop));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            using var limit = new CancellationTokenSource(subject.IsAskedAtEnd ? AtEndLimit : LastLimit, time);
            Task last = LookAsync(asked, subject, known, limit.Token);
            await last.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<OpValue> LookAsync(IObservationProbe asked, ObservedSubject subject, OpValue? known, CancellationToken stop)
    {
        var askedNs = recorder.ElapsedNs;
        var now = await AskAsync(asked, subject, stop);
        if (now != known) recorder.Record(new Observation(-1, recorder.ElapsedNs, askedNs, subject.Topic, subject.Name, now));
        return now;
    }

    private async Task<OpValue> AskAsync(IObservationProbe asked, ObservedSubject subject, CancellationToken stop)
    {
        try
        {
            return await asked.ObserveAsync(subject, stop);
        }
        catch (Exception e) when (e is not OperationCanceledException || !stop.IsCancellationRequested)
        {
            _error = $"{subject.Name}: {e.Message}";
            return OpValue.None;
        }
    }
}
