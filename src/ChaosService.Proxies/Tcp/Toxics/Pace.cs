namespace ChaosService.Proxies.Tcp.Toxics;

internal static class Pace
{
    /// <summary>What a timer cannot do; who goes by due times makes up for it with the next.</summary>
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(1);

    public static Task UntilAsync(DateTimeOffset due, TimeProvider time, CancellationToken stop)
    {
        var left = due - time.GetUtcNow();
        return left < Least ? Task.CompletedTask : Task.Delay(left, time, stop);
    }
}
