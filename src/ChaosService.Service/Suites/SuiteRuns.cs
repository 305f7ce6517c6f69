using System.Data.Common;
using ChaosService.Contracts;
using ChaosService.Engine.Store.Runs;
using ChaosService.Engine.Suites;
using ChaosService.Model.Experiments;
using ChaosService.Model.Runs;
using ChaosService.Model.Suites;
using ChaosService.Service.Events;
using ChaosService.Service.Logging;
using ChaosService.Service.Queue;
using ChaosService.Service.Replies;
using ChaosService.Service.Triggers;
using Microsoft.Extensions.Logging;

namespace ChaosService.Service.Suites;

/// <summary>The runs of suites, from their triggers to their ends. Thread-safe.</summary>
internal sealed class SuiteRuns(
    SuitePreparation preparation, SuiteRunStore store, RunQueue queue, IRunStore runs, ServiceEvents events, TimeProvider time,
    ILogger<SuiteRuns> log)
{
    /// <summary>Each takes at most one place in the queue of runs.</summary>
    private const int GoingMax = 20;

    private static readonly TimeSpan StoreRetry = TimeSpan.FromSeconds(1);

    /// <summary>One trigger at a time. It is held during store requests, so it is not taken to end things.</summary>
    private readonly Lock _turn = new();

    /// <summary>Guards the state in memory.</summary>
    private readonly Lock _gate = new();

    private readonly Dictionary<string, LiveSuite> _going = new(StringComparer.Ordinal);

    /// <summary>Accepts a suite's run or returns why not. The run continues on its own.</summary>
    public TriggerResult Trigger(SuiteRequest request)
    {
        lock (_turn)
        {
            if (Repeated(request) is { } earlier) return earlier;
            if (queue.Closed is { } why) return new TriggerResult(TriggerStatus.Halted, null, why);
            var all = Going();
            var rivals = all.Where(s => s.Run.Suite == request.Suite).ToList();
            if (rivals.Count > 0 && request.Concurrency == Concurrency.Forbid)
                return new TriggerResult(
                    TriggerStatus.TargetBusy, null, $"suite '{request.Suite}' goes on already: run {rivals[0].Run.Id}");
            if (request.Concurrency == Concurrency.Forbid && store.GoingElsewhere(request.Suite) is [var other, ..])
                return new TriggerResult(
                    TriggerStatus.TargetBusy, null, $"suite '{request.Suite}' goes on already in another instance: run {other.Id}");
            if (all.Count >= GoingMax)
                return new TriggerResult(TriggerStatus.QueueFull, null, $"{all.Count} suites go on already, which is the limit");
            var (run, refusal) = preparation.Prepare(request);
            if (run is null) return refusal!;

            try
            {
                store.Save(run);
            }
            catch (DbException) when (Repeated(request) is { } quicker)
            {
                // Another instance has it, with the same key.
                return quicker;
            }
            if (request.Concurrency == Concurrency.Replace)
                foreach (var rival in rivals) rival.Abort($"replaced by suite run {run.Id}");
            var live = new LiveSuite(run, queue, runs, log);
            lock (_gate) _going[run.Id] = live;
            _ = Task.Run(() => LiveAsync(live), CancellationToken.None);
            return new TriggerResult(TriggerStatus.Accepted, run.Id, null);
        }
    }

    /// <summary>A run that is not over yet; null when there is none of that id.</summary>
    public LiveSuite? Going(string id)
    {
        lock (_gate) return _going.GetValueOrDefault(id);
    }

    /// <summary>Null when there is no such run.</summary>
    public SuiteRun? Find(string id) => Going(id)?.Run ?? store.Find(id);

    /// <summary>An active run is ahead of the store by a moment.</summary>
    public SuiteRunPage List(SuiteRunFilter filter, string? cursor, int limit)
    {
        var page = store.List(filter, cursor, limit);
        return page with { Runs = [.. page.Runs.Select(r => Going(r.Id)?.Run ?? r)] };
    }

    /// <summary>False when there is no such run, or it is over.</summary>
    public bool Abort(string id, string reason)
    {
        if (Going(id) is not { } live) return false;
        live.Abort(reason);
        return true;
    }

    /// <summary>No suite begins a further member. Running members are left to the caller.</summary>
    public void StopAll(string reason)
    {
        foreach (var live in Going()) live.Stop(reason);
    }

    /// <summary>Completes when no suite is active.</summary>
    public Task IdleAsync() => Task.WhenAll(Going().Select(s => s.Ended));

    /// <summary>Ends what an earlier process of the service left active. The members' runs must have been ended before.</summary>
    public void EndUnfinished()
    {
        foreach (var run in store.Unfinished())
        {
            var ended = CutOff.End(run, runs, time.GetUtcNow());
            store.Save(ended);
            log.SuiteEnds(ended.Id, ended.State.ToString(), ended.Verdict.ToString());
        }
    }

    private List<LiveSuite> Going()
    {
        lock (_gate) return [.. _going.Values];
    }

    private async Task LiveAsync(LiveSuite live)
    {
        var run = await SuiteSequence.RunAsync(live.Run, live, changed => Change(live, changed), time);
        // A full disk under the store holds the end here until there is room.
        while (!Saved(run)) await Task.Delay(StoreRetry, time);
        lock (_gate) _going.Remove(run.Id);
        live.Events.Add(SuiteEventTypes.End, SuiteWire.Run(run), last: true);
        events.Changed(run);
        live.End();
        log.SuiteEnds(run.Id, run.State.ToString(), run.Verdict.ToString());
    }

    private void Change(LiveSuite live, SuiteRun run)
    {
        live.Run = run;
        if (run.Over) return;
        Saved(run);
        live.Events.Add(SuiteEventTypes.Suite, SuiteWire.Run(run));
        events.Changed(run);
    }

    private bool Saved(SuiteRun run)
    {
        try
        {
            store.Save(run);
            return true;
        }
        catch (DbException e)
        {
            log.SuiteNotWritten(run.Id, e.Message);
            return false;
        }
    }

    private TriggerResult? Repeated(SuiteRequest request) =>
        request.IdempotencyKey is not { } key || store.FindByKey(key) is not { } earlier ? null
        : earlier.Suite == request.Suite ? new TriggerResult(TriggerStatus.Accepted, earlier.Id, null)
        : new TriggerResult(
            TriggerStatus.BadInput, null,
            $"the idempotency key was used for run {earlier.Id} of suite '{earlier.Suite}'; use a new key for another run");
}
