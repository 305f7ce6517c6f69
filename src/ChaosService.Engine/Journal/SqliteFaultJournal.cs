using System.Data.Common;
using System.Globalization;
using ChaosService.Engine.Store.Sql;
using ChaosService.Model.Recovery;
using ChaosService.Model.Runs;

namespace ChaosService.Engine.Journal;

/// <inheritdoc cref="IFaultJournal"/>
public sealed class SqliteFaultJournal(StateDatabase database) : IFaultJournal
{
    private const string OpenSql =
        "INSERT OR REPLACE INTO fault_journal VALUES (@run, @id, @project, @kind, @data, @description, @written, @pid, @ticks)";

    private const string CloseSql = "DELETE FROM fault_journal WHERE run_id = @run AND id = @id";

    private readonly Lock _gate = new();

    /// <summary>
    /// Closed while the disk was full. Should the process end before there is room, their recipes are carried out once more, which does no
    /// harm.
    /// </summary>
    private readonly HashSet<(string RunId, string Id)> _closed = [];

    public void Open(JournalEntry entry)
    {
        using var turn = _gate.EnterScope();
        _closed.Remove((entry.RunId, entry.Id));
        database.Write(OpenSql, Values(entry));
    }

    public void Close(string runId, string id)
    {
        using var turn = _gate.EnterScope();
        _closed.Add((runId, id));
        DeleteClosed();
    }

    internal static void Open(Transaction transaction, JournalEntry entry) => transaction.Write(OpenSql, Values(entry));

    internal static void Close(Transaction transaction, string runId, string id) =>
        transaction.Write(CloseSql, ("@run", runId), ("@id", id));

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
            foreach (var (runId, id) in _closed.ToList())
            {
                database.Write(CloseSql, ("@run", runId), ("@id", id));
                _closed.Remove((runId, id));
            }
        }
        catch (DbException)
        {
            // The fault is reverted, which is what counts. The rows go with the next look at the journal.
        }
    }

    private List<JournalEntry> Read() => database.Query(
        """
        SELECT run_id, id, project, kind, data, description, written_at, owner_pid, owner_start_ticks
        FROM fault_journal ORDER BY rowid DESC
        """,
        row => new JournalEntry(
            row.GetString(0), row.GetString(1), row.GetString(2), new RevertRecipe(row.GetString(3), row.GetString(4), row.GetString(5)),
            DateTimeOffset.Parse(row.GetString(6), CultureInfo.InvariantCulture), new ProcessIdentity(row.GetInt32(7), row.GetInt64(8))));

    private static (string Name, object Value)[] Values(JournalEntry entry) =>
    [
        ("@run", entry.RunId), ("@id", entry.Id), ("@project", entry.Project), ("@kind", entry.Recipe.Kind), ("@data", entry.Recipe.Data),
        ("@description", entry.Recipe.Description), ("@written", entry.WrittenAt.ToString("O", CultureInfo.InvariantCulture)),
        ("@pid", entry.Owner.Pid), ("@ticks", entry.Owner.StartTicks),
    ];
}
