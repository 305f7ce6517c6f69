namespace ChaosService.Faults.Sharing;

/// <summary>What a fault did to a node does not outlive the node's restart: it is put back once the node has started.</summary>
internal static class Restarts
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>Never throws of itself: nobody waits for it. The limit is 10 s.</summary>
    public static async Task PutBackAsync(TimeProvider time, Func<CancellationToken, Task> putBack, Action<Exception> failed)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        try
        {
            await putBack(limit.Token);
        }
        catch (Exception e)
        {
            failed(e);
        }
    }
}
