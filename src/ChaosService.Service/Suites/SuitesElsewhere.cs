using ChaosService.Contracts;
using ChaosService.Engine.Store.Runs;
using ChaosService.Engine.Suites;
using ChaosService.Model.Suites;
using ChaosService.Service.Events;
using ChaosService.Service.Replies;

namespace ChaosService.Service.Suites;

/// <summary>Runs of suites in other instances that someone here follows. Thread-safe.</summary>
internal sealed class SuitesElsewhere(SuiteRunStore store)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Followed<SuiteRun>> _runs = new(StringComparer.Ordinal);

    /// <summary>Updates the state of followed runs; called again and again by one caller.</summary>
    public void Update()
    {
        List<Followed<SuiteRun>> all;
        lock (_gate) all = [.. _runs.Values];
        foreach (var followed in all)
        {
            var run = store.Find(followed.Last.Id);
            if (run is { Over: false })
            {
                if (SuiteRunJson.Write(run) != SuiteRunJson.Write(followed.Last)) followed.Change(run);
                continue;
            }
            lock (_gate) _runs.Remove(followed.Last.Id);
            followed.End(run ?? followed.Last with { State = SuiteRunState.Interrupted, EndedEarly = "it was deleted" });
        }
    }

    /// <summary>A run of a suite in another instance, from its state now to its end. It may already be over.</summary>
    public Followed<SuiteRun> Of(SuiteRun run)
    {
        if (store.Find(run.Id) is { Over: true } over)
        {
            var ended = New(over);
            ended.End(over);
            return ended;
        }
        lock (_gate) return _runs.TryGetValue(run.Id, out var known) ? known : _runs[run.Id] = New(run);
    }

    private static Followed<SuiteRun> New(SuiteRun run) => new(run, SuiteWire.Run, SuiteEventTypes.Suite, SuiteEventTypes.End);
}
