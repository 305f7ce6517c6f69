using System.Collections.Concurrent;
using System.Data.Common;
using ChaosService.Engine.Store.Postgres;
using ChaosService.Model.Ids;
using ChaosService.Model.Runs;
using ChaosService.Service.Queue;
using Microsoft.Extensions.Logging;

namespace ChaosService.Service.Sharing;

/// <summary>Targets among the instances that share a store. Thread-safe.</summary>
internal sealed class SharedClaims(
    TargetLeases leases, SharedRuns runs, PostgresDatabase database, TimeProvider time, ILogger<SharedClaims> log) : ITargetClaims
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>Ended while the store could not be reached: no other run gets these targets before they are returned.</summary>
    private readonly ConcurrentDictionary<(ProjectName Project, string RunId), bool> _over = new();

    /// <summary>
    /// An unreachable store is waited for, too: it may be another's by then. Ends with <paramref name="stop"/>, whatever the store does.
    /// </summary>
    public async Task<IDisposable> TakeAsync(ProjectName project, string runId, CancellationToken stop)
    {
        for (var told = false; ; told = true)
        {
            try
            {
                var asked = Task.Run(() => Ask(project, runId), CancellationToken.None);
                if (await AnswerAsync(asked, stop) is { } claim) return claim;
                if (!told) log.WaitsForInstance(runId, project, asked.Result.Holder ?? "?");
            }
            catch (DbException e)
            {
                // The run has not begun, so there is nothing that it could leave behind while it waits.
                if (!told) log.ClaimNotMade(runId, project, e.Message);
            }
            await Task.Delay(Pause, time, stop);
        }
    }

    private (IDisposable? Claim, string? Holder) Ask(ProjectName project, string runId) =>
        TryTake(project, runId) is { } claim ? (claim, null) : (null, leases.Holder(project)?.Instance);

    private static async Task<IDisposable?> AnswerAsync(Task<(IDisposable? Claim, string? Holder)> asked, CancellationToken stop)
    {
        try
        {
            return (await asked.WaitAsync(stop)).Claim;
        }
        catch (OperationCanceledException)
        {
            // Nobody waits for it any more: what it is given late goes back.
            _ = asked.ContinueWith(
                late => late.Result.Claim?.Dispose(),
                CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
            throw;
        }
    }

    public IDisposable? TryTake(ProjectName project, string runId)
    {
        if (!leases.TryTake(project, runId)) return null;
        _over.TryRemove((project, runId), out _);
        return new Claim(() => GiveBack(project, runId));
    }

    public string? RivalOf(ProjectName project) =>
        Others(project).FirstOrDefault() is { } rival ? $"{rival.Id} of instance '{rival.Instance}'" : null;

    public void Replace(ProjectName project, string runId)
    {
        foreach (var rival in Others(project, before: runId))
            runs.AskToAbort(rival.Id, $"replaced by run {runId} of instance '{database.Instance}'");
    }

    public bool Abort(string runId, string reason)
    {
        if (!runs.GoingOn().Any(r => r.Id == runId && r.Instance != database.Instance)) return false;
        runs.AskToAbort(runId, reason);
        return true;
    }

    /// <summary>Gives back what could not be given back when its run was over.</summary>
    public void GiveBackLate()
    {
        foreach (var (project, runId) in _over.Keys) GiveBack(project, runId);
    }

    private void GiveBack(ProjectName project, string runId)
    {
        _over[(project, runId)] = true;
        try
        {
            leases.GiveBack(project, runId);
            _over.TryRemove((project, runId), out _);
        }
        catch (DbException e)
        {
            // A run must not lose its verdict at its last step. It is given back with a later beat, or ends with this life.
            log.ClaimNotGivenBack(runId, project, e.Message);
        }
    }

    private IEnumerable<StoredRun> Others(ProjectName project, string? before = null)
    {
        var all = runs.GoingOn();
        return (before is null ? all : all.TakeWhile(r => r.Id != before)).Where(
            r => r.Project == project && r.Instance != database.Instance);
    }

    private sealed class Claim(Action giveBack) : IDisposable
    {
        public void Dispose() => giveBack();
    }
}
