using ChaosService.Engine.Journal;
using ChaosService.Model.Clusters;
using ChaosService.Model.Runs;
using ChaosService.Tests.Engine.Fakes;

namespace ChaosService.Tests.Engine.Journal;

public sealed class TargetHoldsTests : IDisposable
{
    private static readonly ProcessIdentity Dead = new(1, -1);

    private readonly TempDirectory _directory = new();
    private readonly TempDirectory _otherDirectory = new();
    private readonly MemoryMarks _marks = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _directory.Dispose();
        _otherDirectory.Dispose();
    }

    [Fact]
    public async Task Second_run_on_a_target_is_refused_naming_the_first()
    {
        var holds = Holds(_directory);
        await using var hold = await holds.AcquireAsync(new("project"), "first-run", Stop);

        var busy = await Assert.ThrowsAsync<TargetBusyException>(() => holds.AcquireAsync(new("project"), "second-run", Stop));

        Assert.Contains("held by run first-run", busy.Message);
        Assert.Contains($"process {Environment.ProcessId}", busy.Message);
        Assert.Equal("first-run", Assert.Single(_marks.There).RunId);
    }

    [Fact]
    public async Task Run_of_another_state_directory_is_seen_and_named()
    {
        await using (await Holds(_directory).AcquireAsync(new("project"), "first-run", Stop))
        {
            var busy = await Assert.ThrowsAsync<TargetBusyException>(
                () => Holds(_otherDirectory).AcquireAsync(new("project"), "second-run", Stop));
            Assert.Equal("first-run", busy.HolderRunId);
            Assert.Equal("first-run", Assert.Single(_marks.There).RunId);
            await using var elsewhere = await Holds(_otherDirectory).AcquireAsync(new("another-project"), "second-run", Stop);
        }

        await using var after = await Holds(_otherDirectory).AcquireAsync(new("project"), "second-run", Stop);
    }

    [Fact]
    public async Task Hold_is_free_after_it_is_disposed_and_others_were_never_held()
    {
        var holds = Holds(_directory);

        await (await holds.AcquireAsync(new("project"), "first-run", Stop)).DisposeAsync();
        Assert.Empty(_marks.There);

        await (await holds.AcquireAsync(new("project"), "second-run", Stop)).DisposeAsync();
        await using var a = await holds.AcquireAsync(new("project"), "third-run", Stop);
        await using var b = await holds.AcquireAsync(new("another-project"), "third-run", Stop);
    }

    [Fact]
    public async Task Hold_of_a_dead_process_is_taken_over()
    {
        var database = new StateDatabase(_directory.Path);
        using (var connection = database.Connect())
            StateDatabase.Execute(
                connection,
                $"INSERT INTO target_hold VALUES ('project', 'killed-run', '2026-01-01T00:00:00Z', {Dead.Pid}, {Dead.StartTicks})");
        _marks.There.Add(Mark("killed-run", Dead));

        await using var hold = await new TargetHolds(database, TimeProvider.System, _marks).AcquireAsync(new("project"), "next-run", Stop);

        Assert.Equal("next-run", Assert.Single(_marks.There).RunId);
    }

    [Fact]
    public async Task Mark_of_an_earlier_start_of_the_machine_says_nothing()
    {
        _marks.There.Add(Mark("before-the-reboot", Processes.Current) with { Boot = "another" });

        await using var hold = await Holds(_directory).AcquireAsync(new("project"), "next-run", Stop);

        Assert.Equal("next-run", Assert.Single(_marks.There).RunId);
    }

    [Fact]
    public async Task Engine_that_cannot_be_asked_leaves_nothing_held()
    {
        _marks.Trouble = "the engine is gone";
        await Assert.ThrowsAsync<ClusterUnavailableException>(() => Holds(_directory).AcquireAsync(new("project"), "first-run", Stop));

        _marks.Trouble = null;
        await using var hold = await Holds(_directory).AcquireAsync(new("project"), "second-run", Stop);
    }

    [Fact]
    public async Task Mark_that_could_not_be_removed_holds_nothing_and_is_swept()
    {
        var hold = await Holds(_directory).AcquireAsync(new("project"), "first-run", Stop);
        _marks.Trouble = "the engine is gone";
        await hold.DisposeAsync();
        _marks.Trouble = null;
        Assert.Single(_marks.There);
        _marks.There.Add(Mark("killed-run", Dead));
        await using var living = await Holds(_otherDirectory).AcquireAsync(new("another-project"), "second-run", Stop);

        await Holds(_directory).SweepAsync(Stop);

        Assert.Equal("second-run", Assert.Single(_marks.There).RunId);
    }

    private static TargetMark Mark(string runId, ProcessIdentity owner) =>
        new(new("project"), runId, owner, Processes.Boot, DateTimeOffset.UnixEpoch);

    private TargetHolds Holds(TempDirectory state) => new(new StateDatabase(state.Path), TimeProvider.System, _marks);
}
