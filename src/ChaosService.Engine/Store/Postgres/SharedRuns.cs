using ChaosService.Engine.Store.Runs;
using ChaosService.Model.Runs;

namespace ChaosService.Engine.Store.Postgres;

/// <summary>The runs of all instances that live, and asking another instance to end one. Thread-safe.</summary>
public sealed class SharedRuns(PostgresDatabase database)
{
    /// <summary>Queued or running, in the order of their acceptance.</summary>
    public IReadOnlyList<StoredRun> GoingOn() => database.Query(
        $"SELECT {RunRow.Columns} FROM run WHERE state IN ('Queued', 'Running') AND NOT ({database.Orphaned("run")}) ORDER BY seq",
        RunRow.Read);

    /// <summary>Asks the instance that has the run to end it early. Idempotent.</summary>
    public void AskToAbort(string runId, string reason) => database.Write(
        "INSERT INTO run_abort (run_id, reason) VALUES (@run, @reason) ON CONFLICT DO NOTHING", ("@run", runId), ("@reason", reason));

    /// <summary>Its instance is gone: another one must report its end.</summary>
    public void LeaveToTell(string runId) => database.Write(
        "INSERT INTO run_untold (run_id) VALUES (@run) ON CONFLICT DO NOTHING", ("@run", runId));

    /// <summary>Ends that no instance has claimed to report yet. After a day they are dropped.</summary>
    public IReadOnlyList<string> Untold() => database.Query(
        "SELECT run_id FROM run_untold WHERE since > clock_timestamp() - interval '1 day' ORDER BY since", row => row.GetString(0));

    /// <summary>Claims the report of a run's end. False: another instance was quicker.</summary>
    public bool TakeTelling(string runId) => database.Write("DELETE FROM run_untold WHERE run_id = @run", ("@run", runId)) > 0;

    /// <summary>The runs that others asked this instance to end. Reading them clears the requests.</summary>
    public IReadOnlyList<(string RunId, string Reason)> AskedToAbort() => database.Query(
        """
        DELETE FROM run_abort USING run WHERE run.id = run_abort.run_id AND (run.life = @life OR run.state NOT IN ('Queued', 'Running'))
        RETURNING run_abort.run_id, run_abort.reason
        """,
        row => (row.GetString(0), row.GetString(1)), ("@life", database.Life));
}
