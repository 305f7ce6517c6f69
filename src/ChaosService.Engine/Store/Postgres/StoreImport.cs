using ChaosService.Engine.Journal;
using ChaosService.Engine.Store.Sql;

namespace ChaosService.Engine.Store.Postgres;

/// <summary>
/// Imports an instance's file into the database that it will share. All or nothing; existing rows
/// stay as they are, so that it can be repeated. The file is only read.
/// </summary>
public static class StoreImport
{
    /// <summary>
    /// In the order in which they are copied. A run that was going on is ended by the next start, as after a crash: no life of an instance
    /// has it.
    /// </summary>
    private static readonly Table[] Tables =
    [
        new("experiment", "name, yaml, applied_at", "name"),
        new("suite", "name, yaml, applied_at", "name"),
        new(
            "run",
            "id, experiment, project, seed, cause, labels, state, verdict, reason, exit_code, accepted_at, started_at, ended_at, "
                + "directory, idempotency_key, trace_parent, life",
            "seq", OwnInstance: true),
        new("run_verdict", "run_id, json, text", "run_id"),
        new("run_pin", "run_id", "run_id"),
        new("run_deletion", "run_id, directory, reason", "run_id"),
        new("suite_run", "id, suite, state, verdict, idempotency_key, document, life", "seq"),
        new("token", "name, id, role, created_at, expires_at, last_used_at, revoked_at, salt, hash", "name"),
    ];

    /// <returns>How many rows of each table were copied, and how many were there already.</returns>
    public static IReadOnlyList<ImportedRows> Copy(StateDatabase from, PostgresDatabase to) =>
        to.Transact(target => Tables.Select(table => Copy(table, from, target, to.Instance)).ToList());

    private static ImportedRows Copy(Table table, StateDatabase source, Transaction target, string instance)
    {
        string[] columns = table.Columns.Split(", ");
        var rows = source.Query(
            $"SELECT {table.Columns} FROM {table.Name} ORDER BY {table.Order}",
            row => columns.Select((_, i) => row.GetValue(i)).ToArray());
        List<string> names = [.. columns];
        if (table.OwnInstance) names.Add("instance");
        var (into, values) = (string.Join(", ", names), string.Join(", ", names.Select(n => $"@{n}")));
        var insert = $"INSERT INTO {table.Name} ({into}) VALUES ({values}) ON CONFLICT DO NOTHING";
        var added = 0;
        foreach (var row in rows)
        {
            List<(string, object)> parameters = [.. columns.Zip(row, (name, value) => ($"@{name}", value))];
            if (table.OwnInstance) parameters.Add(("@instance", instance));
            added += target.Write(insert, [.. parameters]);
        }
        return new ImportedRows(table.Name, added, rows.Count - added);
    }

    /// <param name="OwnInstance">Whether its rows belong to the instance that brings them.</param>
    private sealed record Table(string Name, string Columns, string Order, bool OwnInstance = false);
}

/// <param name="There">Rows that were not imported, because the store had one with that name, id or key.</param>
public sealed record ImportedRows(string Table, int Added, int There);
