using System.Globalization;
using ChaosService.Engine.Store.Sql;
using Microsoft.Data.Sqlite;

namespace ChaosService.Engine.Store.Schema;

/// <summary>
/// The tables of the state database, step by step: a file of any earlier version goes through the steps that it lacks, all or none. A step
/// that was released is never changed. Times are UTC in round-trip form, which sorts as text.
/// </summary>
internal static class SqliteSchema
{
    /// <summary>
    /// Version 1 got tables while it was in use, without a new number. So it says what is there only if it is not yet: a file that has them
    /// all is taken over as it is.
    /// </summary>
    private const string First = """
        CREATE TABLE IF NOT EXISTS fault_journal (
            run_id TEXT NOT NULL, id TEXT NOT NULL, project TEXT NOT NULL, kind TEXT NOT NULL, data TEXT NOT NULL,
            description TEXT NOT NULL, written_at TEXT NOT NULL, owner_pid INTEGER NOT NULL, owner_start_ticks INTEGER NOT NULL,
            PRIMARY KEY (run_id, id));
        CREATE TABLE IF NOT EXISTS target_hold (
            project TEXT NOT NULL PRIMARY KEY, run_id TEXT NOT NULL, since TEXT NOT NULL,
            owner_pid INTEGER NOT NULL, owner_start_ticks INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS kept_target (
            project TEXT NOT NULL PRIMARY KEY, run_id TEXT NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL, data TEXT NOT NULL,
            description TEXT NOT NULL, since TEXT NOT NULL);
        CREATE TABLE IF NOT EXISTS run (
            seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, experiment TEXT NOT NULL, project TEXT NOT NULL,
            seed INTEGER NOT NULL, cause TEXT NOT NULL, labels TEXT NOT NULL, state TEXT NOT NULL, verdict TEXT, reason TEXT,
            exit_code INTEGER, accepted_at TEXT NOT NULL, started_at TEXT, ended_at TEXT, directory TEXT NOT NULL,
            idempotency_key TEXT UNIQUE);
        CREATE INDEX IF NOT EXISTS run_by_experiment ON run (experiment, seq);
        CREATE INDEX IF NOT EXISTS run_by_state ON run (state, seq);
        CREATE INDEX IF NOT EXISTS run_by_verdict ON run (verdict, seq);
        CREATE INDEX IF NOT EXISTS run_by_time ON run (accepted_at);
        CREATE TABLE IF NOT EXISTS run_verdict (run_id TEXT NOT NULL PRIMARY KEY, json TEXT NOT NULL, text TEXT NOT NULL);
        CREATE TABLE IF NOT EXISTS experiment (name TEXT NOT NULL PRIMARY KEY, yaml TEXT NOT NULL, applied_at TEXT NOT NULL);
        CREATE TABLE IF NOT EXISTS suite (name TEXT NOT NULL PRIMARY KEY, yaml TEXT NOT NULL, applied_at TEXT NOT NULL);
        CREATE TABLE IF NOT EXISTS suite_run (
            seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, suite TEXT NOT NULL, state TEXT NOT NULL, verdict TEXT,
            idempotency_key TEXT UNIQUE, document TEXT NOT NULL);
        CREATE INDEX IF NOT EXISTS suite_run_by_suite ON suite_run (suite, seq);
        CREATE INDEX IF NOT EXISTS suite_run_by_state ON suite_run (state, seq);
        CREATE TABLE IF NOT EXISTS service_fact (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL);
        CREATE TABLE IF NOT EXISTS run_pin (run_id TEXT NOT NULL PRIMARY KEY);
        CREATE TABLE IF NOT EXISTS run_deletion (run_id TEXT NOT NULL PRIMARY KEY, directory TEXT NOT NULL, reason TEXT NOT NULL);
        CREATE TABLE IF NOT EXISTS token (
            name TEXT NOT NULL PRIMARY KEY, id TEXT NOT NULL UNIQUE, role TEXT NOT NULL, created_at TEXT NOT NULL,
            expires_at TEXT, last_used_at TEXT, revoked_at TEXT, salt BLOB NOT NULL, hash BLOB NOT NULL);
        """;

    /// <summary>The columns that tell runs of several instances apart. In a file they are the same for all.</summary>
    private const string Instances = """
        ALTER TABLE run ADD COLUMN instance TEXT NOT NULL DEFAULT '';
        ALTER TABLE run ADD COLUMN life INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE suite_run ADD COLUMN life INTEGER NOT NULL DEFAULT 0;
        """;

    /// <summary>Notifications and who gets them. Also of an instance that shares the rest: it tells what happened on its machine.</summary>
    private const string Notifications = """
        CREATE TABLE IF NOT EXISTS notification (
            seq INTEGER PRIMARY KEY AUTOINCREMENT, event_id TEXT NOT NULL, receiver TEXT NOT NULL, type TEXT NOT NULL,
            urgent INTEGER NOT NULL, document TEXT NOT NULL, state TEXT NOT NULL, attempts INTEGER NOT NULL, since TEXT NOT NULL,
            changed_at TEXT NOT NULL, reason TEXT, UNIQUE (event_id, receiver));
        CREATE INDEX IF NOT EXISTS notification_by_state ON notification (receiver, state, urgent, seq);
        CREATE INDEX IF NOT EXISTS notification_by_type ON notification (type, seq);
        CREATE TABLE IF NOT EXISTS notification_promise (run_id TEXT NOT NULL PRIMARY KEY);
        """;

    /// <summary>Under which trace a run's spans are. Null: it was not traced.</summary>
    private const string Traces = "ALTER TABLE run ADD COLUMN trace_parent TEXT;";

    /// <summary>The outcome of each schedule's last firing.</summary>
    private const string Firings = """
        CREATE TABLE IF NOT EXISTS last_firing (
            experiment TEXT NOT NULL PRIMARY KEY, at TEXT NOT NULL, outcome TEXT NOT NULL, run_id TEXT, detail TEXT);
        """;

    /// <summary>Until when the processes that wrote to the journal are to be believed alive; ms of the machine's monotonic clock.</summary>
    private const string Leases = """
        ALTER TABLE fault_journal ADD COLUMN leased INTEGER NOT NULL DEFAULT 0;
        CREATE TABLE IF NOT EXISTS owner_lease (
            pid INTEGER NOT NULL, start_ticks INTEGER NOT NULL, boot TEXT NOT NULL, until_ms INTEGER NOT NULL,
            PRIMARY KEY (pid, start_ticks));
        """;

    /// <summary>The first makes version 1, and so on.</summary>
    internal static readonly IReadOnlyList<string> Steps = [First, Instances, Notifications, Traces, Firings, Leases];

    /// <summary>Throws <see cref="IOException"/> for a file of a newer version.</summary>
    public static void Migrate(SqliteConnection connection, string file)
    {
        Database.Execute(connection, "PRAGMA journal_mode = WAL");
        if (Version(connection, file) == Steps.Count) return;
        // Whoever comes second finds it done.
        using var transaction = connection.BeginTransaction(deferred: false);
        var version = Version(connection, file);
        foreach (var step in Steps.Skip(version <= 1 ? 0 : version)) Database.Execute(connection, step);
        Database.Execute(connection, $"PRAGMA user_version = {Steps.Count}");
        transaction.Commit();
    }

    private static int Version(SqliteConnection connection, string file)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version";
        var version = Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
        return version <= Steps.Count
            ? version
            : throw new IOException(
                $"{file} was written by a newer version (schema {version}, this one knows {Steps.Count}); use that version");
    }
}
