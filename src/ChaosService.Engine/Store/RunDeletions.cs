using ChaosService.Engine.Journal;

namespace ChaosService.Engine.Store;

/// <summary>
/// Runs on their way out. A run is marked before the first of its files goes and leaves the store after the last, so a deletion that was
/// cut off is taken up again. Thread-safe.
/// </summary>
public sealed class RunDeletions(StateDatabase database)
{
    /// <summary>From here on the run goes, whatever happens.</summary>
    public void Mark(string runId, string directory, string reason)
    {
        using var turn = database.Writing.EnterScope();
        using var connection = database.Connect();
        StateDatabase.Execute(
            connection, "INSERT OR IGNORE INTO run_deletion VALUES ($run, $directory, $reason)", ("$run", runId), ("$directory", directory), ("$reason", reason));
    }

    /// <summary>Marked and not over yet.</summary>
    public IReadOnlyList<MarkedRun> Marked()
    {
        using var connection = database.Connect();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT run_id, directory, reason FROM run_deletion ORDER BY rowid";
        using var reader = command.ExecuteReader();
        var marked = new List<MarkedRun>();
        while (reader.Read()) marked.Add(new MarkedRun(reader.GetString(0), reader.GetString(1), reader.GetString(2)));
        return marked;
    }

    /// <summary>Takes the mark back: its files cannot be touched.</summary>
    public void Unmark(string runId)
    {
        using var turn = database.Writing.EnterScope();
        using var connection = database.Connect();
        StateDatabase.Execute(connection, "DELETE FROM run_deletion WHERE run_id = $run", ("$run", runId));
    }

    /// <summary>Its files are gone: so is everything that the store has of it.</summary>
    public void Complete(string runId)
    {
        using var turn = database.Writing.EnterScope();
        using var connection = database.Connect();
        using var transaction = connection.BeginTransaction();
        StateDatabase.Execute(
            connection,
            """
            DELETE FROM run_verdict WHERE run_id = $run;
            DELETE FROM run_pin WHERE run_id = $run;
            DELETE FROM run WHERE id = $run;
            DELETE FROM run_deletion WHERE run_id = $run;
            """,
            ("$run", runId));
        transaction.Commit();
    }
}

/// <param name="Directory">Its run directory.</param>
public sealed record MarkedRun(string RunId, string Directory, string Reason);
