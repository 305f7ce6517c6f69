using System.Globalization;
using Microsoft.Data.Sqlite;

namespace ChaosService.Host.Scheduling;

/// <summary>The last firing of each schedule, in the database that also holds Quartz's tables.</summary>
internal sealed class FiringLog
{
    private const string Schema = """
        PRAGMA journal_mode = WAL;
        CREATE TABLE IF NOT EXISTS last_firing (experiment TEXT NOT NULL PRIMARY KEY, at TEXT NOT NULL, outcome TEXT NOT NULL, run_id TEXT, detail TEXT);
        """;

    /// <param name="directory">Created when absent. Throws <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/> when that fails.</param>
    public FiringLog(string directory)
    {
        Directory.CreateDirectory(directory);
        ConnectionString = new SqliteConnectionStringBuilder { DataSource = Path.Combine(directory, "schedules.db"), DefaultTimeout = 10 }.ToString();
        Execute(Schema);
    }

    public string ConnectionString { get; }

    public void Write(string experiment, Firing firing) => Execute(
        "INSERT OR REPLACE INTO last_firing VALUES ($experiment, $at, $outcome, $run, $detail)",
        ("$experiment", experiment), ("$at", firing.At.ToString("O")), ("$outcome", firing.Outcome.ToString()),
        ("$run", (object?)firing.RunId ?? DBNull.Value), ("$detail", (object?)firing.Detail ?? DBNull.Value));

    public void Forget(string experiment) => Execute("DELETE FROM last_firing WHERE experiment = $experiment", ("$experiment", experiment));

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

    private static string? Text(SqliteDataReader rows, int column) => rows.IsDBNull(column) ? null : rows.GetString(column);

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection(ConnectionString);
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
        foreach (var (name, value) in parameters) command.Parameters.AddWithValue(name, value);
        command.ExecuteNonQuery();
    }
}
