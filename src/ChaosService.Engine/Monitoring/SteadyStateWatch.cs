using ChaosService.Engine.Histories.Recording;
using ChaosService.Model;
using ChaosService.Model.Clusters;
using ChaosService.Model.Experiments;
using ChaosService.Model.Histories;
using ChaosService.Model.Probes;

namespace ChaosService.Engine.Monitoring;

/// <summary>
/// Asks the probes of the steady state: until all are met, before the load and after the faults, and at a pace while the load runs. Every
/// answer goes into the history, and the check judges it.
/// </summary>
internal sealed class SteadyStateWatch : IDisposable
{
    /// <summary>Between two rounds that wait for all to be met.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly SteadyStateSpec _spec;
    private readonly (ProbeSpec Spec, IProbe Probe)[] _probes;
    private readonly HistoryRecorder _recorder;
    private readonly TimeProvider _time;

    public SteadyStateWatch(SteadyStateSpec spec, Catalog catalog, ICluster cluster, HistoryRecorder recorder, TimeProvider time)
    {
        (_spec, _recorder, _time) = (spec, recorder, time);
        _probes = [.. spec.Probes.Select(p => (p, catalog.Probes[p.Kind].Create(p.Parameters, cluster)))];
    }

    public void Dispose()
    {
        foreach (var (_, probe) in _probes) probe.Dispose();
    }

    /// <summary>Null when every probe was met in one round within the spec's time, otherwise the results of the others.</summary>
    public async Task<string?> UntilMetAsync(CancellationToken stop)
    {
        for (var started = _time.GetTimestamp(); ;)
        {
            var readings = await Task.WhenAll(_probes.Select(p => AskAsync(p.Spec, p.Probe, stop)));
            var missing = readings.Where(r => !r.Met).ToArray();
            if (missing.Length == 0) return null;
            if (_time.GetElapsedTime(started) > _spec.Within)
                return string.Join("; ", missing.Select(r => $"{r.Probe}: {r.Detail}"));
            await Task.Delay(Pause, _time, stop);
        }
    }

    /// <summary>Until <paramref name="stop"/>. A slow probe holds up no other, and is asked less often rather than twice at once.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            await Task.WhenAll(_probes.Select(p => RunAsync(p.Spec, p.Probe, stop)));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The load is over.
        }
    }

    private async Task RunAsync(ProbeSpec spec, IProbe probe, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(_spec.Every, _time);
        do await AskAsync(spec, probe, stop);
        while (await timer.WaitForNextTickAsync(stop));
    }

    private async Task<ProbeReading> AskAsync(ProbeSpec spec, IProbe probe, CancellationToken stop)
    {
        using var patience = new CancellationTokenSource(spec.Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stop);
        var asked = _recorder.ElapsedNs;
        ProbeAnswer answer;
        try
        {
            answer = await probe.AskAsync(either.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            answer = new(false, $"no answer in {spec.Timeout.TotalMilliseconds:0} ms");
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            // A fault in the probe itself must not look as if all were well.
            answer = new(false, $"it could not be asked: {e.Message}");
        }
        var reading = new ProbeReading(_recorder.ElapsedNs, asked, spec.Name, answer.Met, answer.Evidence);
        _recorder.Record(reading);
        return reading;
    }
}
