using System.Data.Common;
using System.Globalization;
using ChaosService.Engine.Store.Runs;
using ChaosService.Engine.Store.Sql;

namespace ChaosService.Engine.Store.Applied;

/// <summary>Applied documents of one kind, as written, each under its name. Thread-safe.</summary>
public abstract class AppliedDocuments<T>(Database database, TimeProvider time) where T : class
{
    /// <summary>Raised after one was applied or deleted, with its name. Handlers must be quick.</summary>
    public event Action<string>? Changed;

    /// <summary>Of three columns: name, text and time.</summary>
    private protected abstract string Table { get; }

    /// <summary>Replaces an existing one. False when that one had the same text.</summary>
    public bool Apply(string name, string yaml)
    {
        if (Query(
            $"SELECT name, yaml, applied_at FROM {Table} WHERE name = @name AND yaml = @yaml", ("@name", name), ("@yaml", yaml)).Count > 0)
            return false;
        database.Write(
            $"INSERT INTO {Table} (name, yaml, applied_at) VALUES (@name, @yaml, @at) ON CONFLICT (name) DO UPDATE SET yaml = "
                + $"excluded.yaml, applied_at = excluded.applied_at",
            ("@name", name), ("@yaml", yaml), ("@at", RunRow.Write(time.GetUtcNow())));
        Changed?.Invoke(name);
        return true;
    }

    /// <summary>False when there is none with that name.</summary>
    public bool Delete(string name)
    {
        if (database.Write($"DELETE FROM {Table} WHERE name = @name", ("@name", name)) == 0) return false;
        Changed?.Invoke(name);
        return true;
    }

    public T? Find(string name) =>
        Query($"SELECT name, yaml, applied_at FROM {Table} WHERE name = @name", ("@name", name)).SingleOrDefault();

    /// <summary>By name.</summary>
    public IReadOnlyList<T> All() => Query($"SELECT name, yaml, applied_at FROM {Table} ORDER BY name");

    private protected abstract T Make(string name, string yaml, DateTimeOffset appliedAt);

    private List<T> Query(string sql, params ReadOnlySpan<(string Name, object Value)> parameters) => database.Query(sql, Read, parameters);

    private T Read(DbDataReader row) => Make(
        row.GetString(0), row.GetString(1),
        DateTimeOffset.Parse(
            row.GetString(2), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal));
}
