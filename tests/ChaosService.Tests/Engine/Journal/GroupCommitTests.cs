using ChaosService.Engine.Journal;
using ChaosService.Tests.Engine.Fakes;
using Microsoft.Data.Sqlite;

namespace ChaosService.Tests.Engine.Journal;

public sealed class GroupCommitTests
{
    private const string Insert = "INSERT INTO service_fact VALUES ($name, $value)";

    [Fact]
    public async Task Writes_of_many_callers_take_effect_in_the_order_of_the_calls()
    {
        using var state = new TempDirectory();
        var database = new StateDatabase(state.Path);

        var writes = Enumerable.Range(0, 500)
            .Select(i => database.Grouped.ExecuteAsync("INSERT OR REPLACE INTO service_fact VALUES ('last', $value)", ("$value", $"{i}")));
        await Task.WhenAll(writes);

        Assert.Equal("499", Value(database, "last"));
    }

    [Fact]
    public async Task Refused_statement_fails_alone_and_its_neighbours_are_kept()
    {
        using var state = new TempDirectory();
        var database = new StateDatabase(state.Path);
        Task first, twin, last;
        using (database.Turn())
        {
            // While the turn is ours the three come together into one group, or the first is alone and the others are one.
            first = database.Grouped.ExecuteAsync(Insert, ("$name", "a"), ("$value", "1"));
            twin = database.Grouped.ExecuteAsync(Insert, ("$name", "a"), ("$value", "2"));
            last = database.Grouped.ExecuteAsync(Insert, ("$name", "b"), ("$value", "3"));
        }

        await Task.WhenAll(first, last);
        await Assert.ThrowsAsync<SqliteException>(() => twin);
        Assert.Equal(("1", "3"), (Value(database, "a"), Value(database, "b")));
    }

    [Fact]
    public async Task Statement_that_cannot_be_carried_out_fails_its_group_and_the_next_one_goes_on()
    {
        using var state = new TempDirectory();
        var database = new StateDatabase(state.Path);
        Task good, broken;
        using (database.Turn())
        {
            broken = database.Grouped.ExecuteAsync("INSERT INTO nowhere VALUES (1)");
            good = database.Grouped.ExecuteAsync(Insert, ("$name", "a"), ("$value", "1"));
        }

        await Assert.ThrowsAsync<SqliteException>(() => broken);
        var told = await Record.ExceptionAsync(() => good);
        await database.Grouped.ExecuteAsync(Insert, ("$name", "b"), ("$value", "2"));

        // Whoever was told of success is there, and whoever was told of failure is not.
        Assert.Equal(told is null ? "1" : null, Value(database, "a"));
        Assert.Equal("2", Value(database, "b"));
    }

    private static string? Value(StateDatabase database, string name)
    {
        using var connection = database.Connect();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT value FROM service_fact WHERE name = $name";
        command.Parameters.AddWithValue("$name", name);
        return command.ExecuteScalar() as string;
    }
}
