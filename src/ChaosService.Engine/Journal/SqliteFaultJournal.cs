using System.Globalization;
using ChaosService.Model.Faults;
using ChaosService.Model.Runs;
using Microsoft.Data.Sqlite;

namespace ChaosService.Engine.Journal;

/// <inheritdoc cref="IFaultJournal"/>
public sealed class SqliteFaultJournal(StateDatabase database) : IFaultJournal
{
    internal const string CloseSql = "DELETE FROM fault_journal WHERE run_id = $run AND id = $id";

    public void Open(JournalEntry entry)
    {
        using var connection = database.Connect();
        Open(connection, entry);
    }

    public void Close(string runId, string id)
    {
        using var connection = database.Connect();
        StateDatabase.Execute(connection, CloseSql, ("$run", runId), ("$id", id));
    }

    internal static void Open(SqliteConnection connection, JournalEntry entry) => StateDatabase.Execute(
        connection,
        """
        INSERT OR REPLACE INTO fault_journal VALUES
            ($run, $id, $project, $kind, $data, $description, $written, $pid, $ticks)
        """,
        ("$run", entry.RunId), ("$id", entry.Id), ("$project", entry.Project), ("$kind", entry.Recipe.Kind), ("$data", entry.Recipe.Data),
        ("$description", entry.Recipe.Description), ("$written", entry.WrittenAt.ToString("O", CultureInfo.InvariantCulture)),
        ("$pid", entry.Owner.Pid), ("$ticks", entry.Owner.StartTicks));

    public IReadOnlyList<JournalEntry> Entries()
    {
        using var connection = database.Connect();
        using var command = connection.CreateCommand();
        command.CommandText = """
            SELECT run_id, id, project, kind, data, description, written_at, owner_pid, owner_start_ticks
            FROM fault_journal ORDER BY rowid DESC
            """;
        using var reader = command.ExecuteReader();
        var entries = new List<JournalEntry>();
        while (reader.Read())
        {
            entries.Add(new JournalEntry(
                reader.GetString(0), reader.GetString(1), reader.GetString(2),
                new RevertRecipe(reader.GetString(3), reader.GetString(4), reader.GetString(5)),
                DateTimeOffset.Parse(reader.GetString(6), CultureInfo.InvariantCulture),
                new ProcessIdentity(reader.GetInt32(7), reader.GetInt64(8))));
        }
        return entries;
    }
}
