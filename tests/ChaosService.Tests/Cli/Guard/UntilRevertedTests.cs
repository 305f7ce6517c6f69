using ChaosService.Cli.Guard;
using ChaosService.Tests.Engine.Fakes;
using Microsoft.Extensions.Time.Testing;

namespace ChaosService.Tests.Cli.Guard;

public sealed class UntilRevertedTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<string> _said = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_cannot_be_reverted_is_tried_until_it_is()
    {
        var tries = 0;
        await RunAsync(() => tries < 5, () => tries++ < 4 ? throw new IOException("the engine is gone") : Task.CompletedTask);

        Assert.Equal(5, tries);
        Assert.Equal(["the fault journal cannot be worked through: the engine is gone"], _said);
    }

    [Fact]
    public async Task Nothing_is_tried_where_nothing_was_left()
    {
        await RunAsync(() => false, () => throw new InvalidOperationException("nobody asked for this"));
        Assert.Empty(_said);
    }

    [Fact]
    public async Task Somebody_who_reverts_it_first_ends_the_watch()
    {
        var looks = 0;
        await RunAsync(() => ++looks < 3, () => Task.CompletedTask);
        Assert.Equal(3, looks);
    }

    [Fact]
    public async Task Journal_that_cannot_be_read_counts_as_something_left()
    {
        var looks = 0;
        await RunAsync(() => ++looks == 1 ? throw new IOException("disk full") : false, () => Task.CompletedTask);
        Assert.Equal(["the fault journal cannot be worked through: disk full"], _said);
    }

    [Fact]
    public async Task Watch_ends_when_it_is_told_to()
    {
        using var stop = new CancellationTokenSource();
        var watching = new UntilReverted(
            () => true, TimeSpan.FromSeconds(1), _time, _said.Add).RunAsync(_ => Task.CompletedTask, stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watching);
    }

    private async Task RunAsync(Func<bool> isLeft, Func<Task> revert)
    {
        var watching = new UntilReverted(isLeft, TimeSpan.FromSeconds(1), _time, _said.Add).RunAsync(_ => revert(), Stop);
        await _time.AdvanceUntilAsync(() => watching.IsCompleted, TimeSpan.FromSeconds(30));
        await watching;
    }
}
