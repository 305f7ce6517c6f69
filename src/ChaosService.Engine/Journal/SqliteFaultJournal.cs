using System.Data.Common;
using System.Globalization;
using ChaosService.Engine.Store.Sql;
using ChaosService.Model.Ids;
using ChaosService.Model.Recovery;
using ChaosService.Model.Runs;

namespace ChaosService.Engine.Journal;

/// <inheritdoc cref="IFaultJournal"/>
public sealed class SqliteFaultJournal(StateDatabase database, TimeProvider time) : IFaultJournal
{
    private const string OpenSql =
        "INSERT OR REPLACE INTO fault_journal VALUES (@run, @id, @project, @kind, @data, @description, @written, @pid, @ticks, @leased)";

    private const string CloseSql = "DELETE FROM fault_journal WHERE run_id = @run AND id = @id";

    private readonly Lock _gate = new();
    private readonly OwnLease _lease = new(database, time);

    /// <summary>What this process opened and did not close.</summary>
    private readonly HashSet<(string RunId, FaultId Id)> _open = [];

    /// <summary>
    /// Closed while the disk was full. Should the process end before there is room, their recipes are carried out once more, which does no
    /// harm.
    /// </summary>
    private readonly HashSet<(string RunId, FaultId Id)> _closed = [];

    public void Open(JournalEntry entry)
    {
        using var turn = _gate.EnterScope();
        _closed.Remove((entry.RunId, entry.Id));
        var own = entry.Owner == Processes.Current;
        if (own) _lease.Begin();
        database.Write(OpenSql, Values(entry, leased: own));
        if (own) _open.Add((entry.RunId, entry.Id));
    }

    public void Close(string runId, FaultId id)
    {
        using var turn = _gate.EnterScope();
        _closed.Add((runId, id));
        DeleteClosed();
        if (_open.Remove((runId, id)) && _open.Count == 0) _lease.End();
    }

    /// <summary>Without a lease: a kept target counts as left behind only when its process is gone.</summary>
    internal static void Open(Transaction transaction, JournalEntry entry) => transaction.Write(OpenSql, Values(entry, leased: false));

    internal static void Close(Transaction transaction, string runId, FaultId id) =>
        transaction.Write(CloseSql, ("@run", runId), ("@id", id.Text));

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
                database.Write(CloseSql, ("@run", runId), ("@id", id.Text));
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
        SELECT run_id, id, project, kind, data, description, written_at, owner_pid, owner_start_ticks,
            leased AND until_ms IS NOT NULL AND (boot <> @boot OR until_ms < @now)
        FROM fault_journal j LEFT JOIN owner_lease ON pid = owner_pid AND start_ticks = owner_start_ticks ORDER BY j.rowid DESC
        """,
        row => new JournalEntry(
            row.GetString(0), new FaultId(row.GetString(1)), new ProjectName(row.GetString(2)),
            new RevertRecipe(row.GetString(3), row.GetString(4), row.GetString(5)),
            DateTimeOffset.Parse(row.GetString(6), CultureInfo.InvariantCulture), new ProcessIdentity(row.GetInt32(7), row.GetInt64(8)))
        {
            LeaseOver = row.GetBoolean(9),
        },
        ("@boot", Processes.Boot), ("@now", Leases.Now(time)));

    private static (string Name, object Value)[] Values(JournalEntry entry, bool leased) =>
    [
        ("@run", entry.RunId), ("@id", entry.Id.Text), ("@project", entry.Project.Text), ("@kind", entry.Recipe.Kind),
        ("@data", entry.Recipe.Data), ("@description", entry.Recipe.Description),
        ("@written", entry.WrittenAt.ToString("O", CultureInfo.InvariantCulture)),
        ("@pid", entry.Owner.Pid), ("@ticks", entry.Owner.StartTicks), ("@leased", leased ? 1 : 0),
    ];
}
