using System.Globalization;
using ChaosService.Model.Faults;
using ChaosService.Model.Runs;
using Microsoft.Data.Sqlite;

namespace ChaosService.Engine.Journal;

/// <inheritdoc cref="IFaultJournal"/>
public sealed class SqliteFaultJournal(StateDatabase database) : IFaultJournal
{
    internal const string CloseSql = "DELETE FROM fault_journal WHERE run_id = $run AND id = $id";

    private readonly Lock _gate = new();

    /// <summary>Closed while the disk was full. Should the process end before there is room, their recipes are carried out once more, which does no harm.</summary>
    private readonly HashSet<(string RunId, string Id)> _closed = [];

    public void Open(JournalEntry entry)
    {
        using var turn = _gate.EnterScope();
        _closed.Remove((entry.RunId, entry.Id));
        using var connection = database.Connect();
        Open(connection, entry);
    }

    public void Close(string runId, string id)
    {
        using var turn = _gate.EnterScope();
        _closed.Add((runId, id));
        DeleteClosed();
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
        using var turn = _gate.EnterScope();
        DeleteClosed();
        return [.. Read().Where(e => !_closed.Contains((e.RunId, e.Id)))];
    }

    private void DeleteClosed()
    {
        if (_closed.Count == 0) return;
        try
        {
            using var connection = database.Connect();
            foreach (var (runId, id) in _closed.ToList())
            {
                StateDatabase.Execute(connection, CloseSql, ("$run", runId), ("$id", id));
                _closed.Remove((runId, id));
            }
        }
        catch (SqliteException)
        {
            // The fault is reverted, which is what counts. The rows go with the next look at the journal.
        }
    }

    private List<JournalEntry> Read()
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
