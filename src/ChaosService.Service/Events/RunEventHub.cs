using System.Collections.Concurrent;
using ChaosService.Model.Runs;

namespace ChaosService.Service.Events;

/// <summary>The events of the active runs, and of the last ones that ended.</summary>
internal sealed class RunEventHub(ServiceEvents service, RunsElsewhere elsewhere, TimeProvider time)
{
    /// <summary>Eight minutes of a run's progress.</summary>
    private const int EventsKept = 2000;

    private const int EndedRunsKept = 20;

    private readonly ConcurrentDictionary<string, RunEventLog> _logs = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _ended = new();

    public RunEventLog Open(StoredRun run)
    {
        service.Changed(run);
        return _logs[run.Id] = new RunEventLog(run.Id, EventsKept, service, time);
    }

    public void Close(StoredRun run, RunEventLog log)
    {
        log.End(run);
        _ended.Enqueue(run.Id);
        while (_ended.Count > EndedRunsKept && _ended.TryDequeue(out var oldest)) _logs.TryRemove(oldest, out _);
    }

    /// <summary>Null when the run ended long ago, or in an earlier life of the service.</summary>
    public RunEventLog? Find(string runId) => _logs.GetValueOrDefault(runId);

    /// <summary>
    /// Of a run that ended long ago only the last event remains. For one in another instance there is only what the store
    /// shows.
    /// </summary>
    public Func<long, EventPage> Of(StoredRun run)
    {
        if (Find(run.Id) is { } log) return log.After;
        if (!run.Over) return elsewhere.Of(run).Events.After;
        var end = new EventRing(1);
        end.Add(Contracts.RunEventTypes.End, Service.Replies.Wire.Run(run), last: true);
        return end.After;
    }
}
