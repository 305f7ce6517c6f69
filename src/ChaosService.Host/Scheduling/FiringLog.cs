using System.Data.Common;
using System.Globalization;
using ChaosService.Engine.Store.Postgres;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace ChaosService.Host.Scheduling;

/// <summary>The last firing of each schedule, in the database that also holds Quartz's tables.</summary>
internal sealed class FiringLog
{
    private const string Schema = """
        PRAGMA journal_mode = WAL;
        CREATE TABLE IF NOT EXISTS last_firing (experiment TEXT NOT NULL PRIMARY KEY, at TEXT NOT NULL, outcome TEXT NOT NULL, run_id TEXT, detail TEXT);
        """;

    private FiringLog(DbProviderFactory factory, string connectionString, bool shared) => (Factory, ConnectionString, Shared) = (factory, connectionString, shared);

    public DbProviderFactory Factory { get; }

    public string ConnectionString { get; }

    /// <summary>Whether other instances have it, too.</summary>
    public bool Shared { get; }

    /// <param name="directory">Created when absent. Throws <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/> when that fails.</param>
    public static FiringLog InFile(string directory)
    {
        Directory.CreateDirectory(directory);
        var file = new SqliteConnectionStringBuilder { DataSource = Path.Combine(directory, "schedules.db"), DefaultTimeout = 10 }.ToString();
        var log = new FiringLog(SqliteFactory.Instance, file, shared: false);
        log.Execute(Schema);
        return log;
    }

    /// <summary>In a database whose tables are there.</summary>
    public static FiringLog In(PostgresAddress address) => new(NpgsqlFactory.Instance, address.ConnectionString, shared: true);

    public void Write(string experiment, Firing firing) => Execute(
        """
        INSERT INTO last_firing (experiment, at, outcome, run_id, detail) VALUES (@experiment, @at, @outcome, @run, @detail)
        ON CONFLICT (experiment) DO UPDATE SET at = excluded.at, outcome = excluded.outcome, run_id = excluded.run_id, detail = excluded.detail
        """,
        ("@experiment", experiment), ("@at", firing.At.ToString("O")), ("@outcome", firing.Outcome.ToString()),
        ("@run", (object?)firing.RunId ?? DBNull.Value), ("@detail", (object?)firing.Detail ?? DBNull.Value));

    public void Forget(string experiment) => Execute("DELETE FROM last_firing WHERE experiment = @experiment", ("@experiment", experiment));

    public IReadOnlyDictionary<string, Firing> Read()
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT experiment, at, outcome, run_id, detail FROM last_firing";
        using var rows = command.ExecuteReader();
        var result = new Dictionary<string, Firing>(StringComparer.Ordinal);
        while (rows.Read())
            result[rows.GetString(0)] = new Firing(
                DateTimeOffset.Parse(rows.GetString(1), CultureInfo.InvariantCulture), Enum.Parse<FiringOutcome>(rows.GetString(2)), Text(rows, 3), Text(rows, 4));
        return result;
    }

    private static string? Text(DbDataReader rows, int column) => rows.IsDBNull(column) ? null : rows.GetString(column);

    private DbConnection Connect()
    {
        var connection = Factory.CreateConnection()!;
        connection.ConnectionString = ConnectionString;
        connection.Open();
        return connection;
    }

    private void Execute(string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
        // Every caller passes a constant; values travel as parameters.
#pragma warning disable CA2100
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }
        command.ExecuteNonQuery();
    }
}
