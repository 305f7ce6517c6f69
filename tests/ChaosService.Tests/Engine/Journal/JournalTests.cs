using ChaosService.Engine.Journal;
using ChaosService.Model.Faults;
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
        new SqliteFaultJournal(new StateDatabase(_directory.Path)).Open(written);
        new SqliteFaultJournal(new StateDatabase(_directory.Path)).Open(Entry("f2"));

        var entries = new SqliteFaultJournal(new StateDatabase(_directory.Path)).Entries();

        Assert.Equal(["f2", "f1"], entries.Select(e => e.Id));
        Assert.Equal(written, entries[1]);
    }

    [Fact]
    public void Entry_that_was_written_is_on_the_disk()
    {
        var database = new StateDatabase(_directory.Path);
        new SqliteFaultJournal(database).Open(Entry("f1"));

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
        Assert.All(Directory.EnumerateFiles(directory).Append(database.File), f => Assert.True(OperatingSystem.IsLinux() && File.GetUnixFileMode(f) == readWrite, f));
    }

    [Fact]
    public void Closed_entry_is_gone_and_closing_twice_is_harmless()
    {
        var journal = new SqliteFaultJournal(new StateDatabase(_directory.Path));
        journal.Open(Entry("f1"));

        journal.Close("run", "f1");
        journal.Close("run", "f1");

        Assert.Empty(journal.Entries());
    }

    [Fact]
    public void Second_run_on_a_target_is_refused_naming_the_first()
    {
        var holds = new TargetHolds(new StateDatabase(_directory.Path), TimeProvider.System);
        using var hold = holds.Acquire("project", "first-run");

        var busy = Assert.Throws<TargetBusyException>(() => holds.Acquire("project", "second-run"));

        Assert.Contains("held by run first-run", busy.Message);
        Assert.Contains($"process {Environment.ProcessId}", busy.Message);
    }

    [Fact]
    public void Hold_is_free_after_it_is_disposed_and_others_were_never_held()
    {
        var holds = new TargetHolds(new StateDatabase(_directory.Path), TimeProvider.System);

        holds.Acquire("project", "first-run").Dispose();

        holds.Acquire("project", "second-run").Dispose();
        using var a = holds.Acquire("project", "third-run");
        using var b = holds.Acquire("another-project", "third-run");
    }

    [Fact]
    public void Hold_of_a_dead_process_is_taken_over()
    {
        var database = new StateDatabase(_directory.Path);
        using (var connection = database.Connect())
            StateDatabase.Execute(connection, $"INSERT INTO target_hold VALUES ('project', 'killed-run', '2026-01-01T00:00:00Z', {Dead.Pid}, {Dead.StartTicks})");

        new TargetHolds(database, TimeProvider.System).Acquire("project", "next-run").Dispose();
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
        new("run", id, "project", new RevertRecipe("fake", "{\"a\":1}", "undo it"), new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), Dead);
}
