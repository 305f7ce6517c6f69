using ChaosService.Reference.Host.Pausing;

namespace ChaosService.Reference.Tests.Host.Pausing;

public sealed class PausePointsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private readonly PausePoints _pauses = new(TimeProvider.System);

    [Fact]
    public async Task Who_comes_to_a_pause_waits_until_it_is_taken_away()
    {
        _pauses.Add("here");
        var passing = _pauses.PassAsync("here", Cancellation);
        Assert.False(passing.IsCompleted);
        Assert.Equal(1, _pauses.Set["here"]);

        Assert.True(_pauses.Remove("here"));

        await passing;
        Assert.Empty(_pauses.Set);
        Assert.False(_pauses.Remove("here"));
    }

    [Fact]
    public void Nobody_waits_elsewhere()
    {
        _pauses.Add("here");

        Assert.True(_pauses.PassAsync("there", Cancellation).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Who_waits_can_be_interrupted()
    {
        using var stop = new CancellationTokenSource();
        _pauses.Add("here");
        var passing = _pauses.PassAsync("here", stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => passing);
        Assert.Equal(0, _pauses.Set["here"]);
    }
}
