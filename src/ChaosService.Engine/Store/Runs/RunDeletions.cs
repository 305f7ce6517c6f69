using ChaosService.Engine.Store.Sql;

namespace ChaosService.Engine.Store.Runs;

/// <summary>
/// Runs that are being deleted. A run is marked before its first file is deleted and leaves the store after the last, so a deletion that
/// was interrupted is resumed. Thread-safe.
/// </summary>
public sealed class RunDeletions(Database database)
{
    /// <summary>From here on the run is deleted, whatever happens.</summary>
    public void Mark(string runId, string directory, string reason) => database.Write(
        "INSERT INTO run_deletion (run_id, directory, reason) VALUES (@run, @directory, @reason) ON CONFLICT DO NOTHING",
        ("@run", runId), ("@directory", directory), ("@reason", reason));

    /// <summary>Marked and not finished. Only this instance's: the files of others are not here.</summary>
    public IReadOnlyList<MarkedRun> Marked() => database.Query(
        """
        SELECT d.run_id, d.directory, d.reason FROM run_deletion d LEFT JOIN run r ON r.id = d.run_id
        WHERE COALESCE(r.instance, @instance) = @instance ORDER BY r.seq, d.run_id
        """,
        row => new MarkedRun(row.GetString(0), row.GetString(1), row.GetString(2)), ("@instance", database.Instance));

    /// <summary>Takes the mark back: its files cannot be touched.</summary>
    public void Unmark(string runId) => database.Write("DELETE FROM run_deletion WHERE run_id = @run", ("@run", runId));

    /// <summary>Its files are gone: removes everything that the store has of it.</summary>
    public void Complete(string runId) => database.Transact(transaction => transaction.Write(
        """
        DELETE FROM run_verdict WHERE run_id = @run;
        DELETE FROM run_pin WHERE run_id = @run;
        DELETE FROM run WHERE id = @run;
        DELETE FROM run_deletion WHERE run_id = @run;
        """,
        ("@run", runId)));
}

/// <param name="Directory">Its run directory.</param>
public sealed record MarkedRun(string RunId, string Directory, string Reason);
