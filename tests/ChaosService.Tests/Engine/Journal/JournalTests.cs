using ChaosService.Engine.Journal;
using ChaosService.Model.Recovery;
using ChaosService.Model.Runs;
using ChaosService.Tests.Engine.Fakes;
using Microsoft.Data.Sqlite;

namespace ChaosService.Tests.Engine.Journal;

public sealed class JournalTests : IDisposable
{
    private static readonly ProcessIdentity Dead = new(1, -1);

    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Entries_survive_the_process_that_wrote_them_and_come_back_newest_first()
    {
        var written = Entry("f1");
        new SqliteFaultJournal(new StateDatabase(_directory.Path), TimeProvider.System).Open(written);
        new SqliteFaultJournal(new StateDatabase(_directory.Path), TimeProvider.System).Open(Entry("f2"));

        var entries = new SqliteFaultJournal(new StateDatabase(_directory.Path), TimeProvider.System).Entries();

        Assert.Equal(["f2", "f1"], entries.Select(e => e.Id.Text));
        Assert.Equal(written, entries[1]);
    }

    [Fact]
    public void Entry_that_was_written_is_on_the_disk()
    {
        var database = new StateDatabase(_directory.Path);
        new SqliteFaultJournal(database, TimeProvider.System).Open(Entry("f1"));

        // The connection that wrote it goes back to the pool; another one is made beside it.
        using var used = database.Connect();
        using var fresh = database.Connect();

        foreach (var connection in new[] { used, fresh })
            Assert.Equal(("wal", "2"), (Pragma(connection, "journal_mode"), Pragma(connection, "synchronous")));
    }

    [Fact]
    public void New_state_directory_is_closed_to_others()
    {
        var directory = Path.Combine(_directory.Path, "state");

        var database = new StateDatabase(directory);

        const UnixFileMode readWrite = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.True(OperatingSystem.IsLinux() && File.GetUnixFileMode(directory) == (readWrite | UnixFileMode.UserExecute));
        Assert.All(
            Directory.EnumerateFiles(directory).Append(database.File),
            f => Assert.True(OperatingSystem.IsLinux() && File.GetUnixFileMode(f) == readWrite, f));
    }

    [Fact]
    public void Closed_entry_is_gone_and_closing_twice_is_harmless()
    {
        var journal = new SqliteFaultJournal(new StateDatabase(_directory.Path), TimeProvider.System);
        journal.Open(Entry("f1"));

        journal.Close("run", new("f1"));
        journal.Close("run", new("f1"));

        Assert.Empty(journal.Entries());
    }

    [Fact]
    public void Process_is_alive_only_under_its_own_start_time()
    {
        Assert.True(Processes.IsAlive(Processes.Current));
        Assert.False(Processes.IsAlive(Processes.Current with { StartTicks = Processes.Current.StartTicks + 1 }));
        Assert.False(Processes.IsAlive(new ProcessIdentity(int.MaxValue, 1)));
    }

    private static string Pragma(SqliteConnection connection, string name)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"PRAGMA {name}";
        return $"{command.ExecuteScalar()}";
    }

    private static JournalEntry Entry(string id) =>
        new("run", new(id), new("project"), new RevertRecipe(
            "fake", "{\"a\":1}", "undo it"), new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), Dead);
}
