using ChaosService.Engine.Store.Postgres;

namespace ChaosService.Postgres.Tests.Running;

/// <summary>Opens databases of the tests' server, and closes them with the test.</summary>
internal sealed class OpenDatabase(string connectionString) : IDisposable
{
    private readonly List<PostgresDatabase> _open = [];

    public static async Task<OpenDatabase> NewAsync(PostgresServer server) => new(await server.NewDatabaseAsync());

    public string ConnectionString => connectionString;

    /// <summary>Not among the living yet.</summary>
    public PostgresDatabase As(string instance)
    {
        var database = new PostgresDatabase(PostgresAddress.Parse(connectionString).Address!, instance);
        _open.Add(database);
        return database;
    }

    public PostgresDatabase Living(string instance, TimeSpan? lease = null, string? stateId = null)
    {
        var database = As(instance);
        new Instances(database).Join(stateId ?? instance, "here", 1, lease ?? TimeSpan.FromMinutes(1));
        return database;
    }

    /// <summary>The database's clock is what counts: it is as if the lease were over.</summary>
    public Task ExpireAsync(string instance) =>
        PostgresServer.ExecuteAsync(
            connectionString, $"UPDATE instance SET expires_at = clock_timestamp() - interval '1 ms' WHERE name = '{instance}'");

    public void Dispose() => _open.ForEach(d => d.Dispose());
}
