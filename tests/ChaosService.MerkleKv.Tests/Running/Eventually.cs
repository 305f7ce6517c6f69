using System.Diagnostics;

namespace ChaosService.MerkleKv.Tests.Running;

/// <summary>Waits for a condition.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static Task TrueAsync(Func<bool> condition, string what) => TrueAsync(() => Task.FromResult(condition()), what);

    public static async Task TrueAsync(Func<Task<bool>> condition, string what)
    {
        for (var clock = Stopwatch.StartNew(); !await condition(); await Task.Delay(10))
            if (clock.Elapsed > Limit) Assert.Fail($"Not within {Limit.TotalSeconds} s: {what}");
    }
}
