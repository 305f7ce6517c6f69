using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using ChaosService.Engine.Store.Sql;
using ChaosService.Model.Clusters;
using ChaosService.Model.Ids;
using ChaosService.Model.Runs;

namespace ChaosService.Engine.Journal;

/// <summary>
/// One run per target: two nemeses on one cluster could not tell whose fault did what. Those who share the state directory see each other
/// in the database, all who share the container engine by a mark on it.
/// </summary>
/// <param name="marks">Null: no other service uses the engine.</param>
public sealed class TargetHolds(StateDatabase database, TimeProvider time, ITargetMarks? marks = null)
{
    /// <summary>Releasing a hold must not prevent a run from ending, whatever the state of the engine.</summary>
    private static readonly TimeSpan ReleaseLimit = TimeSpan.FromSeconds(5);

    /// <summary>What this process has, whichever state directory it has it by.</summary>
    private static readonly ConcurrentDictionary<TargetMark, bool> Held = new();

    /// <summary>Holds that ended while the disk was full: their rows are still there.</summary>
    private readonly ConcurrentDictionary<(ProjectName Project, string RunId), bool> _over = new();

    /// <summary>
    /// Holds the project until the result is disposed or this process ends. Throws <see cref="TargetBusyException"/> naming the holder, and
    /// <see cref="ClusterUnavailableException"/> when the engine cannot be asked.
    /// </summary>
    public async Task<IAsyncDisposable> AcquireAsync(ProjectName project, string runId, CancellationToken cancellationToken)
    {
        TakeRow(project, runId);
        try
        {
            return new Hold(this, project, runId, await MarkAsync(project, runId, cancellationToken));
        }
        catch
        {
            ReleaseRow(project, runId);
            throw;
        }
    }

    /// <summary>Removes the marks of processes that are gone, and unused ones of this process.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        if (marks is null) return;
        foreach (var mark in await marks.ListAsync(project: null, cancellationToken))
            if (!IsHeld(mark)) await marks.RemoveAsync(mark, cancellationToken);
    }

    /// <summary>
    /// First puts the mark, then looks: of two who come at once both see the other and neither begins, which is better than both.
    /// </summary>
    private async Task<TargetMark?> MarkAsync(ProjectName project, string runId, CancellationToken cancellationToken)
    {
        if (marks is null) return null;
        var own = new TargetMark(project, runId, Processes.Current, Processes.Boot, time.GetUtcNow());
        Held[own] = true;
        try
        {
            await marks.PutAsync(own, cancellationToken);
            foreach (var other in (await marks.ListAsync(project, cancellationToken)).Where(m => m != own))
            {
                if (IsHeld(other)) throw new TargetBusyException(project, other.RunId, other.Owner.Pid, other.Since);
                await marks.RemoveAsync(other, cancellationToken);
            }
            return own;
        }
        catch
        {
            await UnmarkAsync(own);
            throw;
        }
    }

    /// <summary>By another process that lives, or by this one now: a mark that could not be removed in time says nothing.</summary>
    private static bool IsHeld(TargetMark mark) =>
        mark.Boot == Processes.Boot && (mark.Owner == Processes.Current ? Held.ContainsKey(mark) : Processes.IsAlive(mark.Owner));

    private async Task UnmarkAsync(TargetMark mark)
    {
        Held.TryRemove(mark, out _);
        using var limit = new CancellationTokenSource(ReleaseLimit, time);
        try
        {
            await marks!.RemoveAsync(mark, limit.Token);
        }
        catch (Exception e) when (e is ClusterUnavailableException or IOException or OperationCanceledException)
        {
            // An engine that is gone must not keep a run from its end. Whoever reads the mark asks whether its
            // process still has it.
        }
    }

    private void TakeRow(ProjectName project, string runId)
    {
        database.Transact(transaction =>
        {
            foreach (var (holder, since, owner) in Holder(transaction, project))
                if (Processes.IsAlive(owner) && !_over.ContainsKey((project, holder)))
                    throw new TargetBusyException(project, holder, owner.Pid, since);
            return transaction.Write(
                "INSERT OR REPLACE INTO target_hold VALUES (@project, @run, @since, @pid, @ticks)",
                ("@project", project.Text), ("@run", runId), ("@since", time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture)),
                ("@pid", Processes.Current.Pid), ("@ticks", Processes.Current.StartTicks));
        });
        _over.TryRemove((project, runId), out _);
    }

    /// <summary>At most one.</summary>
    private static List<(string RunId, DateTimeOffset Since, ProcessIdentity Owner)> Holder(Transaction transaction, ProjectName project) =>
        transaction.Query(
            "SELECT run_id, since, owner_pid, owner_start_ticks FROM target_hold WHERE project = @project",
            row => (
                row.GetString(0), DateTimeOffset.Parse(row.GetString(1), CultureInfo.InvariantCulture),
                new ProcessIdentity(row.GetInt32(2), row.GetInt64(3))),
            ("@project", project.Text));

    private void ReleaseRow(ProjectName project, string runId)
    {
        try
        {
            database.Write(
                "DELETE FROM target_hold WHERE project = @project AND run_id = @run", ("@project", project.Text), ("@run", runId));
        }
        catch (DbException)
        {
            // A run must not lose its verdict to a full disk at its last step. The row ends with this process at the latest.
            _over[(project, runId)] = true;
        }
    }

    private sealed class Hold(TargetHolds holds, ProjectName project, string runId, TargetMark? mark) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            if (mark is not null) await holds.UnmarkAsync(mark);
            holds.ReleaseRow(project, runId);
        }
    }
}

/// <summary>Another run has the target. Exit code 69.</summary>
public sealed class TargetBusyException(ProjectName project, string runId, int pid, DateTimeOffset since)
    : Exception($"target '{project}' is held by run {runId} (process {pid}, since {since:yyyy-MM-dd HH:mm:ss} UTC); wait for it to end, "
        + $"or stop that process: it reverts its faults")
{
    public ProjectName Project { get; } = project;

    public string HolderRunId { get; } = runId;
}
