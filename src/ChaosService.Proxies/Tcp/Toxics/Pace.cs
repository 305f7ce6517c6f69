namespace ChaosService.Proxies.Tcp.Toxics;

internal static class Pace
{
    /// <summary>Shorter waits are impossible for a timer; callers that use due times make up for it with the next wait.</summary>
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(1);

    public static Task UntilAsync(DateTimeOffset due, TimeProvider time, CancellationToken stop)
    {
        var left = due - time.GetUtcNow();
        return left < Least ? Task.CompletedTask : Task.Delay(left, time, stop);
    }
}
