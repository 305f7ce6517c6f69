using System.Globalization;
using ChaosService.Model.Runs;

namespace ChaosService.Engine.Store.Postgres;

/// <summary>
/// The instances' fault journals, for the others to see. The journal that faults are reverted by is the machine's own. Thread-safe.
/// </summary>
public sealed class SharedJournal(PostgresDatabase database)
{
    /// <summary>This instance's entries are these, whatever was there.</summary>
    public void Mirror(IReadOnlyList<JournalEntry> entries)
    {
        var there = database.Query(
            "SELECT run_id, id FROM fault_journal WHERE instance = @instance", row => (RunId: row.GetString(0), Id: row.GetString(1)),
            ("@instance", database.Instance));
        foreach (var gone in there.Except(entries.Select(e => (e.RunId, Id: e.Id.Text))))
            database.Write(
                "DELETE FROM fault_journal WHERE instance = @instance AND run_id = @run AND id = @id", ("@instance", database.Instance),
                ("@run", gone.RunId), ("@id", gone.Id));
        foreach (var entry in entries.ExceptBy(there, e => (e.RunId, e.Id.Text))) Add(entry);
    }

    /// <summary>Of the other instances, also of those that are gone: what they left is still there when their machine is.</summary>
    public IReadOnlyList<SharedFault> OfOthers() => database.Query(
        "SELECT instance, run_id, id, project, kind, description, written_at FROM fault_journal WHERE instance <> @instance ORDER BY "
            + "written_at DESC",
        row => new SharedFault(
            row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5),
            DateTimeOffset.Parse(row.GetString(6), CultureInfo.InvariantCulture)),
        ("@instance", database.Instance));

    private void Add(JournalEntry entry) => database.Write(
        """
        INSERT INTO fault_journal (instance, run_id, id, project, kind, description, written_at)
        VALUES (@instance, @run, @id, @project, @kind, @description, @written)
        ON CONFLICT DO NOTHING
        """,
        ("@instance", database.Instance), ("@run", entry.RunId), ("@id", entry.Id.Text), ("@project", entry.Project.Text),
        ("@kind", entry.Recipe.Kind), ("@description", entry.Recipe.Description),
        ("@written", entry.WrittenAt.ToString("O", CultureInfo.InvariantCulture)));
}

/// <summary>An entry of another machine's journal.</summary>
public sealed record SharedFault(
    string Instance, string RunId, string Id, string Project, string Kind, string Description, DateTimeOffset WrittenAt);
