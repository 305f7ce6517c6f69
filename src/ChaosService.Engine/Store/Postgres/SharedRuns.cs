using ChaosService.Model.Runs;

namespace ChaosService.Engine.Store.Postgres;

/// <summary>The runs of all instances that live, and asking another instance to end one. Thread-safe.</summary>
public sealed class SharedRuns(PostgresDatabase database)
{
    /// <summary>Queued or running, in the order of their acceptance.</summary>
    public IReadOnlyList<StoredRun> GoingOn() => database.Query(
        $"SELECT {RunRow.Columns} FROM run WHERE state IN ('Queued', 'Running') AND NOT ({database.Orphaned("run")}) ORDER BY seq", RunRow.Read);

    /// <summary>Asks whoever has the run to end it early. What is asked twice is asked once.</summary>
    public void AskToAbort(string runId, string reason) => database.Write(
        "INSERT INTO run_abort (run_id, reason) VALUES (@run, @reason) ON CONFLICT DO NOTHING", ("@run", runId), ("@reason", reason));

    /// <summary>What others asked this instance to end. Asking is over with it.</summary>
    public IReadOnlyList<(string RunId, string Reason)> AskedToAbort() => database.Query(
        """
        DELETE FROM run_abort USING run WHERE run.id = run_abort.run_id AND (run.life = @life OR run.state NOT IN ('Queued', 'Running'))
        RETURNING run_abort.run_id, run_abort.reason
        """,
        row => (row.GetString(0), row.GetString(1)), ("@life", database.Life));
}
