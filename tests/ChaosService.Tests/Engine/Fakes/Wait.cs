namespace ChaosService.Tests.Engine.Fakes;

internal static class Wait
{
    /// <summary>
    /// For every wait of every test, and much longer than any takes: a busy machine is no failure, so the limit ends only what hangs.
    /// </summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>Returns as soon as the condition holds; fails the test when it does not within the limit.</summary>
    public static Task UntilAsync(Func<bool> condition, string what = "the condition did not come true in time") =>
        UntilAsync(() => Task.FromResult(condition()), what);

    public static async Task UntilAsync(Func<Task<bool>> condition, string what = "the condition did not come true in time")
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Limit, what);
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        }
    }
}
