using ChaosService.Engine.Store.Postgres;
using ChaosService.Engine.Store.Runs;
using ChaosService.Engine.Store.Schema;
using ChaosService.Engine.Store.Service;
using ChaosService.Postgres.Tests.Running;
using Npgsql;

namespace ChaosService.Postgres.Tests;

public sealed class PostgresSchemaTests(PostgresServer server)
{
    private const string Row = """
        INSERT INTO run (id, experiment, project, seed, cause, labels, state, accepted_at, directory, idempotency_key, instance, life)
            VALUES ('r1', 'calm', 'p', 7, 'api', '{}', 'Finished', '2026-01-01T00:00:00.0000000Z', '/runs/r1', 'k', 'gone', 1);
        INSERT INTO service_fact VALUES ('halted', 'why');
        """;

    public static TheoryData<int> EarlierVersions => [.. Enumerable.Range(1, PostgresSchema.Steps.Count)];

    [Theory]
    [MemberData(nameof(EarlierVersions))]
    public async Task Database_of_each_earlier_version_is_taken_over_with_what_is_in_it(int version)
    {
        using var database = await OpenDatabase.NewAsync(server);
        await WriteAsync(database.ConnectionString, version);
        await PostgresServer.ExecuteAsync(database.ConnectionString, Row);

        var one = database.Living("one");

        Assert.Equal(("calm", 7L, "gone"), new RunStore(one).Find("r1") is { } run ? (run.Experiment, run.Seed, run.Instance) : default);
        Assert.Equal("why", new Halts(one).Current);
        Assert.True(new TargetLeases(one).TryTake(new("p"), "r2"));
        Assert.Empty(new SharedJournal(one).OfOthers());
        Assert.Empty(new SharedAudit(one).Last(1));
        Assert.Equal(
            PostgresSchema.Steps.Count,
            (await PostgresServer.QueryAsync(database.ConnectionString, "SELECT version FROM schema_version", r => r.GetInt32(0))).Max());
    }

    [Fact]
    public async Task Instances_that_start_on_an_empty_database_at_once_do_not_collide()
    {
        using var database = await OpenDatabase.NewAsync(server);

        var lives = await Task.WhenAll(Enumerable.Range(0, 8)
            .Select(i => Task.Run(() => new PostgresDatabase(PostgresAddress.Parse(database.ConnectionString).Address!, $"i{i}"))));

        Assert.Equal(
            PostgresSchema.Steps.Count,
            (await PostgresServer.QueryAsync(database.ConnectionString, "SELECT version FROM schema_version", r => r.GetInt32(0))).Count);
        foreach (var life in lives) life.Dispose();
    }

    [Fact]
    public async Task Database_of_a_newer_version_is_refused()
    {
        using var database = await OpenDatabase.NewAsync(server);
        await WriteAsync(database.ConnectionString, PostgresSchema.Steps.Count);
        await PostgresServer.ExecuteAsync(database.ConnectionString, "INSERT INTO schema_version VALUES (99)");

        Assert.Contains("newer version (schema 99", Refusal(database.ConnectionString));
    }

    [Fact]
    public async Task Step_that_fails_leaves_the_database_as_it_was()
    {
        using var database = await OpenDatabase.NewAsync(server);
        await WriteAsync(database.ConnectionString, 1);
        // In the way of the second step's second statement.
        await PostgresServer.ExecuteAsync(database.ConnectionString, "CREATE TABLE audit (x INT)");

        Assert.Contains("\"audit\" already exists", Refusal(database.ConnectionString));

        Assert.Equal(
            [1], await PostgresServer.QueryAsync(database.ConnectionString, "SELECT version FROM schema_version", r => r.GetInt32(0)));
        Assert.Equal([true], await PostgresServer.QueryAsync(
            database.ConnectionString, "SELECT to_regclass('token') IS NULL", r => r.GetBoolean(0)));
    }

    [Fact]
    public async Task What_keeps_it_from_being_used_is_said_without_the_password()
    {
        await PostgresServer.ExecuteAsync(server.ConnectionTo("postgres"), "CREATE ROLE poor LOGIN PASSWORD 'other-secret'");
        var database = await server.NewDatabaseAsync();

        var refusals = new[]
        {
            Refusal(server.ConnectionTo("postgres", password: "wrong-secret")), Refusal(server.ConnectionTo("nowhere")),
            Refusal(database.Replace("Username=chaosservice;Password=s3cret-of-the-tests", "Username=poor;Password=other-secret")),
            Refusal($"Host=127.0.0.1;Port=1;Database=x;Username=u;Password=third-secret"),
        };

        Assert.Equal(
            ["refuses the user", "\"nowhere\" does not exist", "lacks a right", "cannot be reached"],
            refusals.Select((r, i) => new[] { "refuses the user", "\"nowhere\" does not exist", "lacks a right", "cannot be reached" }[i])
                .Where((r, i) => refusals[i].Contains(r)));
        Assert.All(refusals, r => Assert.StartsWith("store.postgres: 127.0.0.1:", r));
        Assert.All(refusals, r => Assert.DoesNotContain("secret", r));
    }

    [Theory]
    [InlineData("no connection string")]
    [InlineData("Host=a;Databse=b;Password=hidden-one")]
    [InlineData("Host=a;Port=hidden-one;Database=b")]
    [InlineData("Database=b;Password=hidden-one")]
    [InlineData("Host=a;Password=hidden-one")]
    [InlineData("Host=a;Database=b;Password=hidden-one;Timeout=0")]
    [InlineData("Host=a;Database=b;Password=hidden-one;Command Timeout=0")]
    public void Text_that_is_no_connection_string_is_refused_without_showing_it(string text)
    {
        var (address, problem) = PostgresAddress.Parse(text);

        Assert.Null(address);
        Assert.DoesNotContain("hidden-one", problem);
    }

    private static string Refusal(string connectionString) =>
        Assert.Throws<IOException>(() => new PostgresDatabase(PostgresAddress.Parse(connectionString).Address!, "one")).Message;

    private static async Task WriteAsync(string connectionString, int version)
    {
        await PostgresServer.ExecuteAsync(
            connectionString,
            "CREATE TABLE schema_version (version INTEGER NOT NULL PRIMARY KEY, applied_at TIMESTAMPTZ NOT NULL DEFAULT now())");
        for (var step = 1; step <= version; step++)
        {
            await PostgresServer.ExecuteAsync(connectionString, PostgresSchema.Steps[step - 1]);
            await PostgresServer.ExecuteAsync(connectionString, $"INSERT INTO schema_version (version) VALUES ({step})");
        }
        NpgsqlConnection.ClearAllPools();
    }
}
