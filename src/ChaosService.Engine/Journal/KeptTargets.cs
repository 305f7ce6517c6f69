using System.Globalization;
using ChaosService.Model.Faults;
using ChaosService.Model.Runs;
using Microsoft.Data.Sqlite;

namespace ChaosService.Engine.Journal;

/// <summary>
/// Targets that somebody brought up to stay. While one comes up or goes down its undo stands in the journal, where it is carried out once
/// the process is gone; in between it stands here, where nobody carries it out unasked. Each move is one transaction.
/// </summary>
public sealed class KeptTargets(StateDatabase database)
{
    /// <summary>Null when nobody keeps the project up.</summary>
    public KeptTarget? Find(string project)
    {
        using var connection = database.Connect();
        return Find(connection, project);
    }

    /// <summary>It is up and stays: its undo moves from the journal to here.</summary>
    public void Keep(JournalEntry entry)
    {
        using var connection = database.Connect();
        using var transaction = connection.BeginTransaction(deferred: false);
        StateDatabase.Execute(
            connection, "INSERT OR REPLACE INTO kept_target VALUES ($project, $run, $id, $kind, $data, $description, $since)",
            ("$project", entry.Project), ("$run", entry.RunId), ("$id", entry.Id), ("$kind", entry.Recipe.Kind), ("$data", entry.Recipe.Data),
            ("$description", entry.Recipe.Description), ("$since", entry.WrittenAt.ToString("O", CultureInfo.InvariantCulture)));
        StateDatabase.Execute(connection, SqliteFaultJournal.CloseSql, ("$run", entry.RunId), ("$id", entry.Id));
        transaction.Commit();
    }

    /// <summary>It goes down: its undo moves back to the journal, owned by this process. Null when nobody keeps the project up.</summary>
    public JournalEntry? Release(string project)
    {
        using var connection = database.Connect();
        using var transaction = connection.BeginTransaction(deferred: false);
        if (Find(connection, project) is not { } kept) return null;
        var entry = new JournalEntry(kept.RunId, kept.Id, project, kept.Recipe, kept.Since, Processes.Current);
        SqliteFaultJournal.Open(connection, entry);
        StateDatabase.Execute(connection, "DELETE FROM kept_target WHERE project = $project", ("$project", project));
        transaction.Commit();
        return entry;
    }

    private static KeptTarget? Find(SqliteConnection connection, string project)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT run_id, id, kind, data, description, since FROM kept_target WHERE project = $project";
        command.Parameters.AddWithValue("$project", project);
        using var reader = command.ExecuteReader();
        return reader.Read()
            ? new KeptTarget(
                project, reader.GetString(0), reader.GetString(1), new RevertRecipe(reader.GetString(2), reader.GetString(3), reader.GetString(4)),
                DateTimeOffset.Parse(reader.GetString(5), CultureInfo.InvariantCulture))
            : null;
    }
}

/// <param name="RunId">What its containers carry in the place of a run: <c>kept-…</c>.</param>
/// <param name="Id">Of its entry in the journal.</param>
/// <param name="Recipe">How it is taken down.</param>
public sealed record KeptTarget(string Project, string RunId, string Id, RevertRecipe Recipe, DateTimeOffset Since);
