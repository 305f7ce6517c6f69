using System.Diagnostics;

namespace ChaosService.Benchmarks.Service;

/// <summary>
/// Requests at a fixed rate, whatever becomes of those before. Each is timed from the moment it was due, so that a stall of the service
/// counts for every request that it held up.
/// </summary>
internal static class OpenLoop
{
    public static async Task<Latencies> RunAsync(double perSecond, TimeSpan duration, Func<int, Task> send)
    {
        var latencies = new Latencies();
        var requests = new List<Task>();
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < perSecond * duration.TotalSeconds; i++)
        {
            var due = TimeSpan.FromSeconds(i / perSecond);
            while (Stopwatch.GetElapsedTime(started) < due) await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
            requests.Add(TimeAsync(i, due));
        }
        await Task.WhenAll(requests);
        return latencies;

        async Task TimeAsync(int i, TimeSpan due)
        {
            await Task.Yield();
            await send(i);
            latencies.Add(Stopwatch.GetElapsedTime(started) - due);
        }
    }
}
