using ChaosService.Engine.Journal;
using ChaosService.Model.Recovery;
using ChaosService.Model.Runs;
using ChaosService.Tests.Engine.Fakes;
using Microsoft.Extensions.Time.Testing;

namespace ChaosService.Tests.Engine.Journal;

/// <summary>A process that is there and does nothing is as good as gone once its lease is over.</summary>
public sealed class LeaseTests : IDisposable
{
    private static readonly TimeSpan Renewal = Leases.Length / 3;

    private readonly TempDirectory _directory = new();
    private readonly StateDatabase _database;
    private readonly FakeTimeProvider _time = new();

    public LeaseTests() => _database = new StateDatabase(_directory.Path);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Process_that_gives_signs_of_life_keeps_what_it_journalled()
    {
        var journal = Journal(_time);
        journal.Open(Entry("f1"));

        for (var n = 0; n < 12; n++)
        {
            _time.Advance(Renewal);
            Assert.False(Processes.IsLeft(Assert.Single(journal.Entries())), $"after {n + 1} renewals");
        }
    }

    [Fact]
    public void Process_that_hangs_loses_it_when_its_lease_is_over()
    {
        // Time stands still for the one, and goes on for the other.
        Journal(new FakeTimeProvider()).Open(Entry("f1"));
        var other = Journal(_time);

        _time.Advance(Leases.Length);
        Assert.False(Assert.Single(other.Entries()).LeaseOver);
        _time.Advance(TimeSpan.FromMilliseconds(2));

        var left = Assert.Single(other.Entries());
        Assert.True(left.LeaseOver && Processes.IsLeft(left));
        Assert.True(Processes.IsAlive(left.Owner), "the process is there all the time");
    }

    [Fact]
    public void Process_that_wakes_up_has_it_again()
    {
        var journal = Journal(_time);
        journal.Open(Entry("f1"));
        var other = new FakeTimeProvider();
        other.Advance(Leases.Length + Renewal);
        Assert.True(Assert.Single(Journal(other).Entries()).LeaseOver);

        _time.Advance(Leases.Length + Renewal);

        Assert.False(Assert.Single(Journal(other).Entries()).LeaseOver);
    }

    [Fact]
    public void Nothing_is_written_once_nothing_is_journalled_any_more()
    {
        var journal = Journal(_time);
        journal.Open(Entry("f1"));
        journal.Close("run", new("f1"));
        var before = Until();

        _time.Advance(Leases.Length);

        Assert.Equal(before, Until());
    }

    [Fact]
    public void Lease_of_an_earlier_start_of_the_machine_is_over()
    {
        var journal = Journal(_time);
        journal.Open(Entry("f1"));
        _database.Write("UPDATE owner_lease SET boot = 'another'");

        Assert.True(Assert.Single(journal.Entries()).LeaseOver);
    }

    [Fact]
    public void Target_that_somebody_brings_up_to_stay_has_no_lease()
    {
        var kept = new KeptTargets(_database);
        Journal(_time).Open(Entry("target"));
        kept.Keep(Entry("target"));
        kept.Release(new("p"));
        var other = new FakeTimeProvider();
        other.Advance(TimeSpan.FromDays(1));

        Assert.False(Assert.Single(Journal(other).Entries()).LeaseOver);
    }

    private SqliteFaultJournal Journal(TimeProvider time) => new(_database, time);

    private long Until() => _database.Query("SELECT until_ms FROM owner_lease", row => row.GetInt64(0)).Single();

    private static JournalEntry Entry(string id) =>
        new("run", new(id), new("p"), new RevertRecipe("fake", "{}", "undo"), DateTimeOffset.UnixEpoch, Processes.Current);
}
