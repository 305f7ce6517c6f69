using System.Data.Common;
using System.Globalization;
using ChaosService.Model.Ids;
using ChaosService.Model.Recovery;
using ChaosService.Model.Runs;

namespace ChaosService.Engine.Journal;

/// <summary>
/// Targets that are kept up. While one comes up or goes down, its undo is in the journal, which carries it out once
/// the process is gone; in between it is here, and is carried out only on request. Each move is one transaction.
/// </summary>
public sealed class KeptTargets(StateDatabase database)
{
    private const string FindSql = "SELECT run_id, id, kind, data, description, since FROM kept_target WHERE project = @project";

    /// <summary>Null when the project is not kept up.</summary>
    public KeptTarget? Find(ProjectName project) =>
        database.Query(FindSql, row => Read(project, row), ("@project", project.Text)).SingleOrDefault();

    /// <summary>The target is up and stays: its undo moves from the journal to here.</summary>
    public void Keep(JournalEntry entry) => database.Transact(transaction =>
    {
        SqliteFaultJournal.Close(transaction, entry.RunId, entry.Id);
        return transaction.Write(
            "INSERT OR REPLACE INTO kept_target VALUES (@project, @run, @id, @kind, @data, @description, @since)",
            ("@project", entry.Project.Text), ("@run", entry.RunId), ("@id", entry.Id.Text), ("@kind", entry.Recipe.Kind),
            ("@data", entry.Recipe.Data), ("@description", entry.Recipe.Description),
            ("@since", entry.WrittenAt.ToString("O", CultureInfo.InvariantCulture)));
    });

    /// <summary>
    /// The target goes down: its undo moves back to the journal, owned by this process. Null when the project is not kept up.
    /// </summary>
    public JournalEntry? Release(ProjectName project) => database.Transact(transaction =>
    {
        if (transaction.Query(FindSql, row => Read(project, row), ("@project", project.Text)) is not [var kept]) return null;
        var entry = new JournalEntry(kept.RunId, kept.Id, project, kept.Recipe, kept.Since, Processes.Current);
        SqliteFaultJournal.Open(transaction, entry);
        transaction.Write("DELETE FROM kept_target WHERE project = @project", ("@project", project.Text));
        return entry;
    });

    private static KeptTarget Read(ProjectName project, DbDataReader row) => new(
        project, row.GetString(0), new FaultId(row.GetString(1)), new RevertRecipe(row.GetString(2), row.GetString(3), row.GetString(4)),
        DateTimeOffset.Parse(row.GetString(5), CultureInfo.InvariantCulture));
}

/// <param name="RunId">The label of its containers instead of a run id: <c>kept-…</c>.</param>
/// <param name="Id">Of its entry in the journal.</param>
/// <param name="Recipe">How it is taken down.</param>
public sealed record KeptTarget(ProjectName Project, string RunId, FaultId Id, RevertRecipe Recipe, DateTimeOffset Since);
