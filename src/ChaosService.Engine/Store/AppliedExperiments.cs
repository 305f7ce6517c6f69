using System.Globalization;
using ChaosService.Engine.Journal;
using Microsoft.Data.Sqlite;

namespace ChaosService.Engine.Store;

/// <summary>The experiments that the service was given, as they were written. Thread-safe.</summary>
public sealed class AppliedExperiments(StateDatabase database, TimeProvider time)
{
    /// <summary>Raised after one was applied or deleted, with its name. Handlers must be quick.</summary>
    public event Action<string>? Changed;

    /// <summary>Replaces one of the same name. False when that one had the same text.</summary>
    public bool Apply(string name, string yaml)
    {
        if (Find(name)?.Yaml == yaml) return false;
        using (var connection = database.Connect())
        {
            StateDatabase.Execute(
                connection, "INSERT OR REPLACE INTO experiment VALUES ($name, $yaml, $at)",
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
            if (StateDatabase.Execute(connection, "DELETE FROM experiment WHERE name = $name", ("$name", name)) == 0) return false;
        }
        Changed?.Invoke(name);
        return true;
    }

    public AppliedExperiment? Find(string name)
    {
        using var connection = database.Connect();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT name, yaml, applied_at FROM experiment WHERE name = $name";
        command.Parameters.AddWithValue("$name", name);
        using var reader = command.ExecuteReader();
        return reader.Read() ? Read(reader) : null;
    }

    /// <summary>By name.</summary>
    public IReadOnlyList<AppliedExperiment> All()
    {
        using var connection = database.Connect();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT name, yaml, applied_at FROM experiment ORDER BY name";
        using var reader = command.ExecuteReader();
        var all = new List<AppliedExperiment>();
        while (reader.Read()) all.Add(Read(reader));
        return all;
    }

    private static AppliedExperiment Read(SqliteDataReader row) => new(
        row.GetString(0), row.GetString(1),
        DateTimeOffset.Parse(row.GetString(2), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal));
}

/// <param name="Yaml">As it was given.</param>
public sealed record AppliedExperiment(string Name, string Yaml, DateTimeOffset AppliedAt);
