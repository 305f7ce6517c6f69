using ChaosService.Engine.Journal;
using ChaosService.Engine.Recovery;
using ChaosService.Model.Recovery;
using ChaosService.Model.Runs;
using ChaosService.Tests.Engine.Fakes;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChaosService.Tests.Engine.Recovery;

public sealed class LeftoversTests : IDisposable
{
    private static readonly ProcessIdentity Dead = new(1, -1);

    private readonly TempDirectory _directory = new();
    private readonly MemoryJournal _journal = new();
    private readonly FakeFaultKind _kind = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task What_a_dead_process_left_is_reverted_newest_first_and_leaves_the_journal()
    {
        _journal.Open(Entry("f1", Dead));
        _journal.Open(Entry("f2", Dead));

        var results = await Leftovers().RevertAsync(ofLivingToo: false, heldProject: null, TestContext.Current.CancellationToken);

        Assert.Equal(["f2", "f1"], _kind.LeftoversReverted);
        Assert.All(results, r => Assert.Null(r.Error));
        Assert.Empty(_journal.Entries());
    }

    [Fact]
    public async Task What_a_living_process_did_is_left_alone_unless_forced()
    {
        _journal.Open(Entry("f1", Processes.Current));

        Assert.Empty(await Leftovers().RevertAsync(ofLivingToo: false, heldProject: null, TestContext.Current.CancellationToken));
        Assert.Single(_journal.Entries());
        Assert.Single(await Leftovers().RevertAsync(ofLivingToo: true, heldProject: null, TestContext.Current.CancellationToken));
        Assert.Empty(_journal.Entries());
    }

    [Fact]
    public async Task What_a_process_did_that_hangs_is_reverted_although_it_holds_the_project()
    {
        _journal.Open(Entry("f1", Processes.Current) with { LeaseOver = true });
        await using var hold = await new TargetHolds(new StateDatabase(_directory.Path), TimeProvider.System).AcquireAsync(
            _journal.Entries()[0].Project, "run", TestContext.Current.CancellationToken);

        var results = await Leftovers().RevertAsync(ofLivingToo: false, heldProject: null, TestContext.Current.CancellationToken);

        Assert.Null(Assert.Single(results).Error);
        Assert.Empty(_journal.Entries());
    }

    [Fact]
    public async Task What_is_broken_on_a_project_that_the_caller_holds_was_left_whoever_made_it()
    {
        _journal.Open(Entry("f1", Processes.Current));
        var project = _journal.Entries()[0].Project;

        Assert.Single(await Leftovers().RevertAsync(ofLivingToo: false, heldProject: project, TestContext.Current.CancellationToken));
        Assert.Empty(_journal.Entries());
    }

    [Fact]
    public async Task What_a_run_of_this_process_left_is_reverted_when_its_project_is_free()
    {
        _journal.Open(Entry("f1", Processes.Current));
        _journal.Open(Entry("f2", Processes.Current));

        Assert.Equal("f1", Assert.Single(await Leftovers().RevertAsync(e => e.Id == "f1", TestContext.Current.CancellationToken)).Entry.Id);
        Assert.Equal("f2", Assert.Single(_journal.Entries()).Id);
    }

    [Fact]
    public async Task Entry_that_cannot_be_reverted_stays_with_the_reason()
    {
        _journal.Open(Entry("f1", Dead));

        var result = Assert.Single(await Leftovers(new FakeFaultKind { LeftoverError = new IOException("engine gone") })
            .RevertAsync(ofLivingToo: false, heldProject: null, TestContext.Current.CancellationToken));

        Assert.Equal("engine gone", result.Error);
        Assert.Single(_journal.Entries());
    }

    [Fact]
    public async Task Entry_of_a_kind_this_build_lacks_stays_and_says_so()
    {
        _journal.Open(Entry("f1", Dead));

        var result = Assert.Single(await Leftovers(new FakeFaultKind { Name = "other" })
            .RevertAsync(ofLivingToo: false, heldProject: null, TestContext.Current.CancellationToken));

        Assert.Contains("no kind 'fake'", result.Error);
        Assert.Single(_journal.Entries());
    }

    [Fact]
    public async Task Project_that_somebody_holds_is_left_to_them()
    {
        _journal.Open(Entry("f1", Dead));
        await using var hold = await Holds().AcquireAsync(new("project"), "another-run", TestContext.Current.CancellationToken);

        Assert.Empty(await Leftovers().RevertAsync(ofLivingToo: false, heldProject: null, TestContext.Current.CancellationToken));
        Assert.Single(
            await Leftovers().RevertAsync(ofLivingToo: false, heldProject: new("project"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Project_that_another_state_directory_holds_is_left_to_it()
    {
        _journal.Open(Entry("f1", Dead));
        var marks = new MemoryMarks();
        using var other = new TempDirectory();
        await using var hold = await new TargetHolds(new StateDatabase(other.Path), TimeProvider.System, marks).AcquireAsync(
            new("project"), "their-run", TestContext.Current.CancellationToken);

        Assert.Empty(
            await Leftovers(marks: marks).RevertAsync(ofLivingToo: false, heldProject: null, TestContext.Current.CancellationToken));
        Assert.Single(_journal.Entries());
    }

    [Fact]
    public async Task Engine_that_does_not_answer_is_the_reason_why_an_entry_stays()
    {
        _journal.Open(Entry("f1", Dead));

        var result = Assert.Single(await Leftovers(marks: new MemoryMarks { Trouble = "the engine is gone" })
            .RevertAsync(ofLivingToo: false, heldProject: null, TestContext.Current.CancellationToken));

        Assert.Equal("the engine is gone", result.Error);
        Assert.Single(_journal.Entries());
    }

    private static JournalEntry Entry(string id, ProcessIdentity owner) =>
        new("run", new(id), new("project"), new RevertRecipe("fake", id, "undo"), DateTimeOffset.UnixEpoch, owner);

    private Leftovers Leftovers(FakeFaultKind? kind = null, MemoryMarks? marks = null) =>
        new(_journal, Holds(marks), [kind ?? _kind], TimeProvider.System, NullLogger<Leftovers>.Instance);

    private TargetHolds Holds(MemoryMarks? marks = null) => new(new StateDatabase(_directory.Path), TimeProvider.System, marks);
}
