using ChaosService.Engine.Store.Sql;

namespace ChaosService.Engine.Store.Service;

/// <summary>Whether the service is halted: over restarts, and in every instance that shares the database.</summary>
public sealed class Halts(Database database)
{
    private const string Name = "halted";

    /// <summary>Why and since when; null when it is not halted.</summary>
    public string? Current =>
        database.Query("SELECT value FROM service_fact WHERE name = @name", row => row.GetString(0), ("@name", Name)).SingleOrDefault();

    public void Halt(string reason) => database.Write(
        "INSERT INTO service_fact (name, value) VALUES (@name, @value) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        ("@name", Name), ("@value", reason));

    public void Resume() => database.Write("DELETE FROM service_fact WHERE name = @name", ("@name", Name));
}
