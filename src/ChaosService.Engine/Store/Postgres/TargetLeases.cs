using ChaosService.Model.Ids;

namespace ChaosService.Engine.Store.Postgres;

/// <summary>
/// One run per target, across all instances. A lease ends when it is returned, or when the instance that holds it ends.
/// </summary>
public sealed class TargetLeases(PostgresDatabase database)
{
    /// <summary>
    /// False while another run has the target, here or in another instance. Taken twice it is taken once. Throws when this life is over.
    /// </summary>
    public bool TryTake(ProjectName project, string runId) => database.Write(
        """
        INSERT INTO target_lease (project, run_id, life) VALUES (@project, @run, @life)
        ON CONFLICT (project) DO UPDATE SET since = target_lease.since
        WHERE target_lease.run_id = excluded.run_id AND target_lease.life = excluded.life
        """,
        ("@project", project.Text), ("@run", runId), ("@life", database.Life)) > 0;

    public void GiveBack(ProjectName project, string runId) => database.Write(
        "DELETE FROM target_lease WHERE project = @project AND run_id = @run AND life = @life", ("@project", project.Text), ("@run", runId),
        ("@life", database.Life));

    /// <summary>The holder: the run, and the instance's name. Null when it is free.</summary>
    public (string RunId, string Instance)? Holder(ProjectName project) => database.Query(
        "SELECT l.run_id, i.name FROM target_lease l JOIN instance i ON i.life = l.life WHERE l.project = @project",
        row => (row.GetString(0), row.GetString(1)), ("@project", project.Text)) is [var holder] ? holder : null;
}
