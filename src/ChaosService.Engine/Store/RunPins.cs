using ChaosService.Engine.Journal;

namespace ChaosService.Engine.Store;

/// <summary>Runs that somebody wants kept whatever the limits say. Thread-safe.</summary>
public sealed class RunPins(StateDatabase database)
{
    public void Pin(string runId) => Write("INSERT OR IGNORE INTO run_pin VALUES ($run)", runId);

    public void Unpin(string runId) => Write("DELETE FROM run_pin WHERE run_id = $run", runId);

    public IReadOnlySet<string> All()
    {
        using var connection = database.Connect();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT run_id FROM run_pin";
        using var reader = command.ExecuteReader();
        var pinned = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read()) pinned.Add(reader.GetString(0));
        return pinned;
    }

    private void Write(string sql, string runId)
    {
        using var turn = database.Writing.EnterScope();
        using var connection = database.Connect();
        StateDatabase.Execute(connection, sql, ("$run", runId));
    }
}
