using ChaosService.Engine.Histories.Recording;
using ChaosService.Model.Histories;
using ChaosService.Model.Workloads;

namespace ChaosService.Engine.Monitoring;

/// <summary>
/// Asks what can be seen of the database at a pace and records each change. Does nothing for a database that shows nothing.
/// </summary>
internal sealed class ObservationWatch(IObservationProbe? probe, HistoryRecorder recorder, TimeProvider time)
{
    /// <summary>Shorter than any election that the shipped targets hold.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private volatile string? _error;

    /// <summary>Why a subject could not be asked, which is a fault in the probe itself; null when all could.</summary>
    public string? Error => _error;

    /// <summary>Asks at once, and then until <paramref name="stop"/>.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        if (probe is null) return;
        try
        {
            await Task.WhenAll(probe.Subjects.Select(subject => FollowAsync(probe, subject, stop)));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The run is over.
        }
    }

    private async Task FollowAsync(IObservationProbe asked, ObservedSubject subject, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Interval, time);
        OpValue? known = null;
        do
        {
            var askedNs = recorder.ElapsedNs;
            var now = await AskAsync(asked, subject, stop);
            if (now == known) continue;
            known = now;
            recorder.Record(new Observation(-1, recorder.ElapsedNs, askedNs, subject.Topic, subject.Name, now));
        }
        while (await timer.WaitForNextTickAsync(stop));
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
