using System.Globalization;
using ChaosService.Engine.Store;
using Microsoft.Data.Sqlite;

namespace ChaosService.Engine.Journal;

/// <summary>
/// The machine's one small database of what is broken and who holds which target: SQLite with a write-ahead log and
/// <c>synchronous=FULL</c>, so that an entry that was written survives a power cut.
/// </summary>
public sealed class StateDatabase
{
    private const string Schema = """
        PRAGMA journal_mode = WAL;
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
        """;

    /// <summary>Raised with every change that an older build could not live with.</summary>
    private const int SchemaVersion = 1;

    private readonly string _connectionString;

    /// <param name="directory">Created when absent, closed to others: it also gets the logs and runs of a service. Throws <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/> when that fails.</param>
    public StateDatabase(string directory)
    {
        File = Path.Combine(directory, "state.db");
        MakeForOwner(directory, File);
        Grouped = new GroupCommit(this);
        _connectionString = new SqliteConnectionStringBuilder { DataSource = File, DefaultTimeout = 10, Pooling = true }.ToString();
        using var connection = Connect();
        RefuseNewer(connection);
        Execute(connection, Schema);
        Execute(connection, StoreSchema.Tables);
        Execute(connection, $"PRAGMA user_version = {SchemaVersion}");
    }

    public string File { get; }

    /// <summary>Held by frequent writers of this process: SQLite's own waiting for a lock sleeps 150 ms at a time.</summary>
    internal Lock Writing { get; } = new();

    /// <summary>For writes that many callers make at once and wait for.</summary>
    internal GroupCommit Grouped { get; }

    internal SqliteConnection Connect()
    {
        var connection = new SqliteConnection(_connectionString);
        connection.Open();
        Execute(connection, "PRAGMA synchronous = FULL");
        return connection;
    }

    /// <summary>SQLite gives the files that it makes beside the database the same mode.</summary>
    private static void MakeForOwner(string directory, string file)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory);
            return;
        }
        const UnixFileMode readWrite = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Directory.CreateDirectory(directory, readWrite | UnixFileMode.UserExecute);
        // Not when it is there: closing a second handle would drop the locks that this process may have on it.
        if (System.IO.File.Exists(file)) return;
        using var empty = new FileStream(file, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Read, Share = FileShare.ReadWrite, UnixCreateMode = readWrite });
    }

    private void RefuseNewer(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version";
        var version = Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
        if (version > SchemaVersion) throw new IOException($"{File} was written by a newer version (schema {version}, this one knows {SchemaVersion}); use that version");
    }

    internal static int Execute(SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var command = connection.CreateCommand();
        // Every caller passes a constant; values travel as parameters.
#pragma warning disable CA2100
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in parameters) command.Parameters.AddWithValue(name, value);
        return command.ExecuteNonQuery();
    }
}
