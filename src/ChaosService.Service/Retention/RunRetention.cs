using ChaosService.Contracts;
using ChaosService.Engine.Retention;
using ChaosService.Engine.Store.Runs;
using ChaosService.Service.Conditions;
using Microsoft.Extensions.Logging;

namespace ChaosService.Service.Retention;

/// <summary>Shows and applies the limits. Thread-safe.</summary>
internal sealed class RunRetention(
    RetentionReview review, RunDeletions deletions, RunDirectories directories, SuiteRunRetention suites, DeletionRecords records,
    TimeProvider time, ILogger<RunRetention> log)
    : IDisposable, ICondition
{
    IReadOnlyList<string> ICondition.Warnings => Troubles;

    /// <summary>So that a pass ends; the next one deletes the rest.</summary>
    public const int DeletionsMax = 500;

    private const int ListMax = 500;

    private readonly SemaphoreSlim _turn = new(1);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, string> _failed = new(StringComparer.Ordinal);
    private IReadOnlyList<string> _unmet = [];
    private DeletedTotal _deleted = new(0, 0, null);

    /// <summary>Limits that cannot be met and deletions that failed, as the last pass found them.</summary>
    public IReadOnlyList<string> Troubles
    {
        get { lock (_gate) return [.. _unmet, .. _failed.Select(f => $"run {f.Key} cannot be deleted: {f.Value}")]; }
    }

    /// <summary>Since the start of the service.</summary>
    public DeletedTotal Deleted
    {
        get { lock (_gate) return _deleted; }
    }

    /// <summary>What would be done now; changes nothing.</summary>
    public RetentionReply Look()
    {
        var (facts, decision, _) = review.Decide();
        return Reply(facts, decision);
    }

    /// <summary>Deletes, and returns what is left to delete.</summary>
    public async Task<RetentionReply> ApplyAsync(CancellationToken stop)
    {
        await _turn.WaitAsync(stop);
        try
        {
            await GoOnAsync(stop);
            var (facts, decision, now) = review.Decide();
            var sizes = facts.ToDictionary(f => f.Run.Id, f => f, StringComparer.Ordinal);
            foreach (var run in decision.Remove.Take(DeletionsMax))
            {
                stop.ThrowIfCancellationRequested();
                var directory = sizes[run.RunId].Run.Directory;
                deletions.Mark(run.RunId, directory, run.Reason);
                await RemoveAsync(new MarkedRun(run.RunId, directory, run.Reason), run.Bytes);
            }
            lock (_gate) (_unmet, _deleted) = (decision.Troubles, _deleted with { LastAt = time.GetUtcNow() });
            foreach (var trouble in decision.Troubles) log.RetentionTrouble(trouble);
            if (now is not { } trusted) return Look();
            await suites.ApplyAsync(trusted, stop);
            review.Done(trusted);
        }
        finally
        {
            _turn.Release();
        }
        return Look();
    }

    /// <summary>Takes up the deletions that an earlier life of the service left half done.</summary>
    public async Task ResumeAsync(CancellationToken stop)
    {
        await _turn.WaitAsync(stop);
        try
        {
            await GoOnAsync(stop);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task GoOnAsync(CancellationToken stop)
    {
        foreach (var marked in deletions.Marked())
        {
            stop.ThrowIfCancellationRequested();
            await RemoveAsync(marked, RunDirectories.BytesOf(marked.Directory));
        }
    }

    /// <summary>The files, then the rows: cut off in between, the mark is still there.</summary>
    private async Task RemoveAsync(MarkedRun run, long bytes)
    {
        try
        {
            directories.Delete(run.RunId, run.Directory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.RunNotDeleted(run.RunId, e.Message);
            lock (_gate) _failed[run.RunId] = e.Message;
            return;
        }
        deletions.Complete(run.RunId);
        lock (_gate)
        {
            _failed.Remove(run.RunId);
            _deleted = _deleted with { Runs = _deleted.Runs + 1, Bytes = _deleted.Bytes + bytes };
        }
        log.RunDeleted(run.RunId, run.Reason);
        await records.AddAsync("delete run", run.RunId, run.Reason);
    }

    private RetentionReply Reply(IReadOnlyList<StoredFacts> facts, RetentionDecision decision)
    {
        lock (_gate)
        {
            return new RetentionReply(
                facts.Count, facts.Sum(f => f.Bytes), decision.Remove.Count, decision.Remove.Sum(r => r.Bytes), List(decision.Remove),
                decision.Keep.Count, List(decision.Keep),
                [.. decision.Troubles, .. _failed.Select(f => $"run {f.Key} cannot be deleted: {f.Value}")], _deleted);
        }
    }

    private static List<RetentionEntry> List(IReadOnlyList<RunOutcome> runs) =>
        [.. runs.Take(ListMax).Select(r => new RetentionEntry(r.RunId, r.Bytes, r.Reason))];
}
