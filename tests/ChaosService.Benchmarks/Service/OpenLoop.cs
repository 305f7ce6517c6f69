using System.Diagnostics;
using ChaosService.Workloads.Load;

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
        // A thread of its own with the load generator's sleep: timers come up to 5 ms late, and that would be counted as the service's.
        var requests = await Task.Factory.StartNew(Start, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await Task.WhenAll(requests);
        return latencies;

        List<Task> Start()
        {
            var requests = new List<Task>();
            var started = Stopwatch.GetTimestamp();
            for (var i = 0; i < perSecond * duration.TotalSeconds; i++)
            {
                var (index, due) = (i, TimeSpan.FromSeconds(i / perSecond));
                while (Stopwatch.GetElapsedTime(started) is var now && now < due)
                    PreciseSleep.For((long)(due - now).TotalNanoseconds, CancellationToken.None);
                requests.Add(Task.Run(() => TimeAsync(index, started, due)));
            }
            return requests;
        }

        async Task TimeAsync(int i, long started, TimeSpan due)
        {
            await send(i);
            latencies.Add(Stopwatch.GetElapsedTime(started) - due);
        }
    }
}
