using ChaosService.Engine.Journal;
using ChaosService.Engine.Store.Runs;
using ChaosService.Engine.Store.Schema;
using ChaosService.Engine.Store.Service;
using ChaosService.Engine.Store.Sql;
using ChaosService.Engine.Tokens;
using ChaosService.Model.Runs;
using ChaosService.Tests.Engine.Fakes;
using Microsoft.Data.Sqlite;

namespace ChaosService.Tests.Engine.Store;

public sealed class SqliteSchemaTests : IDisposable
{
    private const string Rows = """
        INSERT INTO fault_journal VALUES ('r1', 'f1', 'p', 'container-kill', '{}', 'start n1', '2026-01-01T00:00:00.0000000+00:00', 1, 1);
        INSERT INTO run (id, experiment, project, seed, cause, labels, state, accepted_at, directory, idempotency_key)
            VALUES ('r1', 'calm', 'p', 7, 'api', '{}', 'Running', '2026-01-01T00:00:00.0000000Z', '/runs/r1', 'k');
        INSERT INTO service_fact VALUES ('halted', 'why');
        """;

    private readonly TempDirectory _state = new();

    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [InlineData(3, false)]
    public void File_of_each_earlier_version_is_taken_over_with_what_is_in_it(int version, bool beforeThereWereTokens)
    {
        WriteFile(version, Rows, beforeThereWereTokens ? "DROP TABLE token; DROP TABLE suite_run; DROP TABLE suite" : "");

        var database = new StateDatabase(_state.Path);

        var run = new RunStore(database).Find("r1")!;
        Assert.Equal(("calm", 7L, RunState.Running, "k", ""), (run.Experiment, run.Seed, run.State, run.IdempotencyKey, run.Instance));
        Assert.Equal("f1", Assert.Single(new SqliteFaultJournal(database, TimeProvider.System).Entries()).Id);
        Assert.Equal("why", new Halts(database).Current);
        Assert.NotNull(new TokenStore(database, TimeProvider.System).Create("ada", Role.Admin, null));
        Assert.Empty(new SuiteRunStore(database).Unfinished());
        Assert.Equal(["r1"], new RunStore(database).EndUnfinished(DateTimeOffset.UnixEpoch));
        Assert.Equal(SqliteSchema.Steps.Count, Version());
    }

    [Fact]
    public void File_that_was_made_and_not_numbered_yet_is_taken_over()
    {
        WriteFile(1, "PRAGMA user_version = 0", "");

        Assert.Null(new RunStore(new StateDatabase(_state.Path)).Find("r1"));
    }

    [Fact]
    public async Task Processes_that_open_an_old_file_at_once_do_not_collide()
    {
        WriteFile(1, Rows, "");

        var databases = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => new StateDatabase(_state.Path))));

        Assert.All(databases, d => Assert.NotNull(new RunStore(d).Find("r1")));
    }

    [Fact]
    public void Step_that_fails_leaves_the_file_as_it_was()
    {
        // Somebody added the column by hand: the second of the step's statements cannot be carried out.
        WriteFile(1, Rows, "ALTER TABLE run ADD COLUMN life INTEGER");

        Assert.Throws<SqliteException>(() => new StateDatabase(_state.Path));

        Assert.Equal(1, Version());
        Assert.Equal("0", Scalar("SELECT count(*) FROM pragma_table_info('run') WHERE name = 'instance'"));
    }

    [Fact]
    public void Database_of_a_newer_version_is_refused()
    {
        var database = new StateDatabase(_state.Path);
        using (var connection = database.Connect()) StateDatabase.Execute(connection, "PRAGMA user_version = 99");

        Assert.Contains("newer version", Assert.Throws<IOException>(() => new StateDatabase(_state.Path)).Message);
    }

    public void Dispose() => _state.Dispose();

    private void WriteFile(int version, params string[] more)
    {
        using var connection = new SqliteConnection($"Data Source={_state.File("state.db")}");
        connection.Open();
        foreach (var sql in SqliteSchema.Steps.Take(version).Append($"PRAGMA user_version = {version}").Concat(more))
            Database.Execute(connection, sql);
    }

    private int Version() => int.Parse(Scalar("PRAGMA user_version"));

    private string Scalar(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_state.File("state.db")}");
        connection.Open();
        return Database.Query(connection, sql, row => row.GetValue(0).ToString()!).Single();
    }
}
