using Npgsql;

namespace ChaosService.Engine.Store.Schema;

/// <summary>
/// The tables of a shared database, step by step; <c>schema_version</c> says which are done. A step is done whole or not at all, by one
/// instance while the others wait, and is never changed once it was released.
/// </summary>
internal static class PostgresSchema
{
    /// <summary>Of the advisory lock. The same in every version.</summary>
    private const long Turn = 0x6368_616f_73_01;

    /// <summary>130000: identity columns, and everything else that is used, are older than any server that still gets fixes.</summary>
    private const int ServerVersionMin = 130000;

    private const int WaitSeconds = 60;

    /// <summary>The first makes version 1, and so on.</summary>
    internal static IReadOnlyList<string> Steps { get; } =
    [
        PostgresSteps.Runs, PostgresSteps.Access, PostgresSteps.Instances, PostgresSteps.Journal, PostgresSteps.Traces, PostgresSteps.Gone,
    ];

    /// <summary>Throws <see cref="IOException"/> for a schema of a newer version, or a server that is too old.</summary>
    public static void Migrate(NpgsqlConnection connection)
    {
        if (connection.PostgreSqlVersion is var server && server.Major * 10000 < ServerVersionMin)
            throw new IOException($"store.postgres: the server is PostgreSQL {server}; use {ServerVersionMin / 10000} or later");
        Execute(connection, $"SELECT pg_advisory_lock({Turn})");
        try
        {
            MigrateInTurn(connection);
        }
        finally
        {
            Execute(connection, $"SELECT pg_advisory_unlock({Turn})");
        }
    }

    private static void MigrateInTurn(NpgsqlConnection connection)
    {
        // Asked for before it is made: whoever only works in a schema that is up to date needs no right to make tables.
        if (Scalar(connection, "SELECT to_regclass('schema_version')::text") is null or DBNull)
            Execute(connection,
                "CREATE TABLE schema_version (version INTEGER NOT NULL PRIMARY KEY, applied_at TIMESTAMPTZ NOT NULL DEFAULT now())");
        var version = (int)Scalar(connection, "SELECT COALESCE(max(version), 0) FROM schema_version")!;
        if (version > Steps.Count)
            throw new IOException(
                $"store.postgres: the database was written by a newer version (schema {version}, this one knows {Steps.Count}); use "
                    + $"that version");
        for (var next = version + 1; next <= Steps.Count; next++)
        {
            using var transaction = connection.BeginTransaction();
            Execute(connection, Steps[next - 1]);
            Execute(connection, $"INSERT INTO schema_version (version) VALUES ({next})");
            transaction.Commit();
        }
    }

    private static void Execute(NpgsqlConnection connection, string sql)
    {
        using var command = Command(connection, sql);
        command.ExecuteNonQuery();
    }

    private static object? Scalar(NpgsqlConnection connection, string sql)
    {
        using var command = Command(connection, sql);
        return command.ExecuteScalar();
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql)
    {
        var command = connection.CreateCommand();
        // Constants of this project alone.
#pragma warning disable CA2100
        command.CommandText = sql;
#pragma warning restore CA2100
        command.CommandTimeout = WaitSeconds;
        return command;
    }
}
