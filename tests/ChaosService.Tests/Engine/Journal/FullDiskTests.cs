using ChaosService.Engine.Journal;
using ChaosService.Model.Recovery;
using ChaosService.Model.Runs;
using ChaosService.Tests.Engine.Fakes;
using Microsoft.Data.Sqlite;

namespace ChaosService.Tests.Engine.Journal;

/// <summary>
/// The disk under the state database is full when a fault is reverted: that it is must not be forgotten, nor be an error.
/// </summary>
public sealed class FullDiskTests : IDisposable
{
    private readonly TempDirectory _state = new();
    private readonly StateDatabase _database;

    public FullDiskTests() => _database = new StateDatabase(_state.Path);

    public void Dispose() => _state.Dispose();

    [Fact]
    public void Entry_that_cannot_be_deleted_counts_as_closed_and_goes_when_there_is_room()
    {
        var journal = new SqliteFaultJournal(_database, TimeProvider.System);
        journal.Open(Entry("f1"));
        journal.Open(Entry("f2"));
        Fill("fault_journal");

        journal.Close("r", new("f1"));
        Assert.Equal(["f2"], journal.Entries().Select(e => e.Id.Text));
        Assert.Equal(2, new SqliteFaultJournal(_database, TimeProvider.System).Entries().Count);

        MakeRoom();
        Assert.Equal(["f2"], journal.Entries().Select(e => e.Id.Text));
        Assert.Equal(["f2"], new SqliteFaultJournal(_database, TimeProvider.System).Entries().Select(e => e.Id.Text));
    }

    [Fact]
    public void Entry_that_is_opened_again_is_not_taken_for_the_closed_one()
    {
        var journal = new SqliteFaultJournal(_database, TimeProvider.System);
        journal.Open(Entry("f1"));
        Fill("fault_journal");
        journal.Close("r", new("f1"));
        MakeRoom();

        journal.Open(Entry("f1"));

        Assert.Single(journal.Entries());
    }

    [Fact]
    public void Entry_that_cannot_be_written_is_an_error()
    {
        Execute("CREATE TRIGGER full BEFORE INSERT ON fault_journal BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END");
        Assert.Throws<SqliteException>(() => new SqliteFaultJournal(_database, TimeProvider.System).Open(Entry("f1")));
    }

    [Fact]
    public async Task Hold_that_cannot_be_deleted_is_over_all_the_same()
    {
        var holds = new TargetHolds(_database, TimeProvider.System);
        var stop = TestContext.Current.CancellationToken;
        var hold = await holds.AcquireAsync(new("p"), "r1", stop);
        Fill("target_hold");
        await hold.DisposeAsync();
        await Assert.ThrowsAsync<TargetBusyException>(
            () => new TargetHolds(_database, TimeProvider.System).AcquireAsync(new("p"), "r2", stop));

        MakeRoom();
        await holds.AcquireAsync(new("p"), "r2", stop);
        Assert.Contains("r2", (await Assert.ThrowsAsync<TargetBusyException>(() => holds.AcquireAsync(new("p"), "r3", stop))).Message);
    }

    private static JournalEntry Entry(string id) =>
        new("r", new(id), new("p"), new RevertRecipe("k", "{}", "undo"), DateTimeOffset.UnixEpoch, Processes.Current);

    private void Fill(string table) =>
        Execute($"CREATE TRIGGER full BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END");

    private void MakeRoom() => Execute("DROP TRIGGER full");

    private void Execute(string sql)
    {
        using var connection = _database.Connect();
        StateDatabase.Execute(connection, sql);
    }
}
