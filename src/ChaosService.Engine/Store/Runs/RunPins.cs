using ChaosService.Engine.Store.Sql;

namespace ChaosService.Engine.Store.Runs;

/// <summary>Runs that are kept whatever the limits say. Thread-safe.</summary>
public sealed class RunPins(Database database)
{
    public void Pin(string runId) => database.Write("INSERT INTO run_pin (run_id) VALUES (@run) ON CONFLICT DO NOTHING", ("@run", runId));

    public void Unpin(string runId) => database.Write("DELETE FROM run_pin WHERE run_id = @run", ("@run", runId));

    public IReadOnlySet<string> All() =>
        database.Query("SELECT run_id FROM run_pin", row => row.GetString(0)).ToHashSet(StringComparer.Ordinal);
}
