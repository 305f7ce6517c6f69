using System.Collections.Concurrent;
using ChaosService.Model.Runs;

namespace ChaosService.Host.Service.Events;

/// <summary>The events of the runs that go on, and of the last ones that ended.</summary>
internal sealed class RunEventHub
{
    /// <summary>Eight minutes of a run's progress.</summary>
    private const int EventsKept = 2000;

    private const int EndedRunsKept = 20;

    private readonly ConcurrentDictionary<string, RunEventLog> _logs = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _ended = new();

    public RunEventLog Open(string runId) => _logs[runId] = new RunEventLog(EventsKept);

    public void Close(StoredRun run, RunEventLog log)
    {
        log.End(run);
        _ended.Enqueue(run.Id);
        while (_ended.Count > EndedRunsKept && _ended.TryDequeue(out var oldest)) _logs.TryRemove(oldest, out _);
    }

    /// <summary>The events of a run that ended long ago are gone but for its end.</summary>
    public RunEventLog Of(StoredRun run)
    {
        if (_logs.TryGetValue(run.Id, out var log)) return log;
        log = new RunEventLog(1);
        log.End(run);
        return log;
    }
}
