using ChaosService.Engine.Journal;
using ChaosService.Model.Recovery;
using ChaosService.Model.Runs;
using ChaosService.Tests.Engine.Fakes;

namespace ChaosService.Tests.Engine.Journal;

public sealed class KeptTargetsTests : IDisposable
{
    private static readonly JournalEntry Entry = new(
        "kept-1", new("target"), new("chaosservice-etcd"), new RevertRecipe("target", "{}", "remove it"),
        new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), Processes.Current);

    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Undo_moves_from_the_journal_and_back()
    {
        var (journal, kept) = Open();
        journal.Open(Entry);

        kept.Keep(Entry);
        Assert.Empty(journal.Entries());
        Assert.Equal(Entry.WrittenAt, kept.Find(Entry.Project)!.Since);

        Assert.Equal(Entry, kept.Release(Entry.Project));
        Assert.Equal([Entry], journal.Entries());
        Assert.Null(kept.Find(Entry.Project));
        Assert.Null(kept.Release(Entry.Project));
    }

    [Fact]
    public void Kept_target_is_known_to_the_next_life()
    {
        Open().Kept.Keep(Entry);

        Assert.Equal("kept-1", Open().Kept.Find(Entry.Project)!.RunId);
    }

    private (SqliteFaultJournal Journal, KeptTargets Kept) Open()
    {
        var database = new StateDatabase(_directory.Path);
        return (new SqliteFaultJournal(database, TimeProvider.System), new KeptTargets(database));
    }
}
