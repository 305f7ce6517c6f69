using System.Collections.Concurrent;
using System.Globalization;
using ChaosService.Model.Runs;
using Microsoft.Data.Sqlite;

namespace ChaosService.Engine.Journal;

/// <summary>One run a target: two nemeses on one cluster could not tell whose fault did what.</summary>
public sealed class TargetHolds(StateDatabase database, TimeProvider time)
{
    /// <summary>Holds that ended while the disk was full: their rows are still there.</summary>
    private readonly ConcurrentDictionary<(string Project, string RunId), bool> _over = new();

    /// <summary>Holds the project until the result is disposed or this process ends. Throws <see cref="TargetBusyException"/> naming the holder.</summary>
    public IDisposable Acquire(string project, string runId)
    {
        using var connection = database.Connect();
        using var transaction = connection.BeginTransaction(deferred: false);
        if (Holder(connection, project) is var (holder, since, owner) && Processes.IsAlive(owner) && !_over.ContainsKey((project, holder)))
            throw new TargetBusyException(project, holder, owner.Pid, since);
        StateDatabase.Execute(
            connection, "INSERT OR REPLACE INTO target_hold VALUES ($project, $run, $since, $pid, $ticks)",
            ("$project", project), ("$run", runId), ("$since", time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture)),
            ("$pid", Processes.Current.Pid), ("$ticks", Processes.Current.StartTicks));
        transaction.Commit();
        _over.TryRemove((project, runId), out _);
        return new Hold(() => Release(project, runId));
    }

    private static (string RunId, DateTimeOffset Since, ProcessIdentity Owner)? Holder(SqliteConnection connection, string project)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT run_id, since, owner_pid, owner_start_ticks FROM target_hold WHERE project = $project";
        command.Parameters.AddWithValue("$project", project);
        using var reader = command.ExecuteReader();
        return reader.Read()
            ? (reader.GetString(0), DateTimeOffset.Parse(reader.GetString(1), CultureInfo.InvariantCulture), new ProcessIdentity(reader.GetInt32(2), reader.GetInt64(3)))
            : null;
    }

    private void Release(string project, string runId)
    {
        try
        {
            using var connection = database.Connect();
            StateDatabase.Execute(connection, "DELETE FROM target_hold WHERE project = $project AND run_id = $run", ("$project", project), ("$run", runId));
        }
        catch (SqliteException)
        {
            // A run must not lose its verdict to a full disk at its last step. The row ends with this process at the latest.
            _over[(project, runId)] = true;
        }
    }

    private sealed class Hold(Action release) : IDisposable
    {
        public void Dispose() => release();
    }
}

/// <summary>Another run has the target. Exit code 69.</summary>
public sealed class TargetBusyException(string project, string runId, int pid, DateTimeOffset since)
    : Exception($"target '{project}' is held by run {runId} (process {pid}, since {since:yyyy-MM-dd HH:mm:ss} UTC); wait for it to end, or stop that process: it reverts its faults")
{
    public string Project { get; } = project;

    public string HolderRunId { get; } = runId;
}
