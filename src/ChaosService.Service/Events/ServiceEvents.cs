using ChaosService.Contracts;
using ChaosService.Model.Runs;
using ChaosService.Model.Suites;
using ChaosService.Service.Replies;

namespace ChaosService.Service.Events;

/// <summary>The events of the whole service. Never ends while the service runs. Thread-safe.</summary>
internal sealed class ServiceEvents(TimeProvider time)
{
    private const int EventsKept = 2000;

    /// <summary>
    /// Ids continue across restarts of the service, so that a position from an earlier process shows as a gap and is not taken for one of
    /// this.
    /// </summary>
    private readonly EventRing _ring = new(EventsKept, time.GetUtcNow().ToUnixTimeMilliseconds());

    public long LastId => _ring.LastId;

    public EventPage After(long id) => _ring.After(id);

    /// <summary>A run was accepted, began or is over.</summary>
    public void Changed(StoredRun run) => _ring.Add(ServiceEventTypes.Run, Wire.Run(run));

    public void Changed(SuiteRun run) => _ring.Add(ServiceEventTypes.Suite, SuiteWire.Run(run));

    /// <summary>A run's own event.</summary>
    public void Of<T>(string runId, string type, T data) => _ring.Add(type, new RunEventData<T>(runId, data));

    public void Changed(HealthReply health) => _ring.Add(ServiceEventTypes.Health, health);

    /// <summary>An experiment, or a suite (<c>suite/quick</c>), was applied or deleted.</summary>
    public void ExperimentChanged(string name) => _ring.Add(ServiceEventTypes.Experiment, new ExperimentData(name));
}
