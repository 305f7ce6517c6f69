using System.Globalization;
using ChaosService.Engine.Journal;
using Microsoft.Data.Sqlite;

namespace ChaosService.Engine.Store;

/// <summary>Documents of one kind that the service was given, as they were written, each under its name. Thread-safe.</summary>
public abstract class AppliedDocuments<T>(StateDatabase database, TimeProvider time) where T : class
{
    /// <summary>Raised after one was applied or deleted, with its name. Handlers must be quick.</summary>
    public event Action<string>? Changed;

    /// <summary>Of three columns: name, text and time.</summary>
    private protected abstract string Table { get; }

    /// <summary>Replaces one of the same name. False when that one had the same text.</summary>
    public bool Apply(string name, string yaml)
    {
        if (Query($"SELECT name, yaml, applied_at FROM {Table} WHERE name = $name AND yaml = $yaml", ("$name", name), ("$yaml", yaml)).Count > 0) return false;
        using (var connection = database.Connect())
        {
            StateDatabase.Execute(
                connection, $"INSERT OR REPLACE INTO {Table} VALUES ($name, $yaml, $at)",
                ("$name", name), ("$yaml", yaml), ("$at", time.GetUtcNow().UtcDateTime.ToString("O", CultureInfo.InvariantCulture)));
        }
        Changed?.Invoke(name);
        return true;
    }

    /// <summary>False when there is none of that name.</summary>
    public bool Delete(string name)
    {
        using (var connection = database.Connect())
        {
            if (StateDatabase.Execute(connection, $"DELETE FROM {Table} WHERE name = $name", ("$name", name)) == 0) return false;
        }
        Changed?.Invoke(name);
        return true;
    }

    public T? Find(string name) => Query($"SELECT name, yaml, applied_at FROM {Table} WHERE name = $name", ("$name", name)).SingleOrDefault();

    /// <summary>By name.</summary>
    public IReadOnlyList<T> All() => Query($"SELECT name, yaml, applied_at FROM {Table} ORDER BY name");

    private protected abstract T Make(string name, string yaml, DateTimeOffset appliedAt);

    private List<T> Query(string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var connection = database.Connect();
        using var command = connection.CreateCommand();
        // The table's name is a constant of this project; values travel as parameters.
#pragma warning disable CA2100
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in parameters) command.Parameters.AddWithValue(name, value);
        using var reader = command.ExecuteReader();
        var all = new List<T>();
        while (reader.Read()) all.Add(Read(reader));
        return all;
    }

    private T Read(SqliteDataReader row) => Make(
        row.GetString(0), row.GetString(1),
        DateTimeOffset.Parse(row.GetString(2), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal));
}
