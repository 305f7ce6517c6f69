namespace ChaosService.Engine.Running.Exercising;

/// <summary>
/// Ends faults and load with the first violation that is certain: first no more faults begin and active ones are reverted, then the
/// load ends. What follows is as after any load, so the verdict rests on everything that it always does.
/// </summary>
internal sealed class UntilVerdict : IDisposable
{
    private readonly CancellationTokenSource _found = new();

    /// <summary>Cancelled once a violation is certain.</summary>
    public CancellationToken Found => _found.Token;

    public void Tell() => _found.Cancel();

    /// <summary>Returns when the load was told to end, or is over.</summary>
    public async Task EndAsync(Task faults, CancellationTokenSource load, CancellationToken loadOver)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_found.Token, loadOver);
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (either.Token.Register(cancelled.SetResult)) await cancelled.Task;
        if (loadOver.IsCancellationRequested) return;
        await faults;
        await load.CancelAsync();
    }

    public void Dispose() => _found.Dispose();
}
