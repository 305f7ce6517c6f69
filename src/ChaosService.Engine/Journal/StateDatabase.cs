using System.Data.Common;
using ChaosService.Engine.Store.Schema;
using ChaosService.Engine.Store.Sql;
using Microsoft.Data.Sqlite;

namespace ChaosService.Engine.Journal;

/// <summary>
/// The machine's small database of active faults and target holders, and of everything else unless that is shared: SQLite with
/// a write-ahead log and <c>synchronous=FULL</c>, so that an entry that was written survives a power cut.
/// </summary>
public sealed class StateDatabase : Database
{
    /// <summary>In the state directory.</summary>
    public const string FileName = "state.db";

    private const int ConstraintError = 19;

    private readonly Lock _writing = new();
    private readonly string _connectionString;

    /// <param name="directory">Created when absent, closed to others: it also gets the logs and runs of a service. Throws
    /// <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/> when that fails.</param>
    public StateDatabase(string directory)
    {
        File = Path.Combine(directory, FileName);
        MakeForOwner(directory, File);
        _connectionString = new SqliteConnectionStringBuilder { DataSource = File, DefaultTimeout = 10, Pooling = true }.ToString();
        using var connection = Open();
        SqliteSchema.Migrate(connection, File);
    }

    public string File { get; }

    internal override bool NeedsSavepoints => false;

    internal override SqliteConnection Connect() => Open();

    /// <summary>With the lock from its start: a transaction that begins by reading could not write after someone else did.</summary>
    internal override SqliteTransaction Begin(DbConnection connection) => ((SqliteConnection)connection).BeginTransaction(deferred: false);

    /// <summary>SQLite's own waiting for a lock sleeps 150 ms at a time.</summary>
    internal override Lock.Scope Turn() => _writing.EnterScope();

    internal override string Pairs(string column) => $"json_each({column})";

    /// <summary>Only one process has it at a time, so nobody is working on what it finds.</summary>
    internal override string Orphaned(string table) => "TRUE";

    internal override bool IsRefusal(DbException e) => e is SqliteException { SqliteErrorCode: ConstraintError };

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(_connectionString);
        connection.Open();
        Execute(connection, "PRAGMA synchronous = FULL");
        return connection;
    }

    /// <summary>SQLite gives its additional files the same mode as the database.</summary>
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
        using var empty = new FileStream(file, new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate, Access = FileAccess.Read, Share = FileShare.ReadWrite, UnixCreateMode = readWrite,
        });
    }
}
