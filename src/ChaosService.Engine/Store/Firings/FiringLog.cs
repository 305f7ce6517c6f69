using System.Data.Common;
using System.Globalization;
using ChaosService.Engine.Store.Sql;

namespace ChaosService.Engine.Store.Firings;

/// <summary>The last firing of each schedule. Thread-safe.</summary>
public sealed class FiringLog(Database database)
{
    /// <summary>Whether other instances have it, too.</summary>
    public bool Shared => database.Instance.Length > 0;

    public void Write(string experiment, Firing firing) => database.Write(
        """
        INSERT INTO last_firing (experiment, at, outcome, run_id, detail) VALUES (@experiment, @at, @outcome, @run, @detail)
        ON CONFLICT (experiment) DO UPDATE
        SET at = excluded.at, outcome = excluded.outcome, run_id = excluded.run_id, detail = excluded.detail
        """,
        ("@experiment", experiment), ("@at", firing.At.ToString("O")), ("@outcome", firing.Outcome.ToString()),
        ("@run", (object?)firing.RunId ?? DBNull.Value), ("@detail", (object?)firing.Detail ?? DBNull.Value));

    public void Forget(string experiment) =>
        database.Write("DELETE FROM last_firing WHERE experiment = @experiment", ("@experiment", experiment));

    public IReadOnlyDictionary<string, Firing> Read() => database
        .Query("SELECT experiment, at, outcome, run_id, detail FROM last_firing", row => (Experiment: row.GetString(0), Firing: Read(row)))
        .ToDictionary(row => row.Experiment, row => row.Firing, StringComparer.Ordinal);

    private static Firing Read(DbDataReader row) => new(
        DateTimeOffset.Parse(row.GetString(1), CultureInfo.InvariantCulture), Enum.Parse<FiringOutcome>(row.GetString(2)), Text(row, 3),
        Text(row, 4));

    private static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
