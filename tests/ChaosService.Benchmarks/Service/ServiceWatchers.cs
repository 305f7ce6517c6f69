using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using ChaosService.Contracts;

namespace ChaosService.Benchmarks.Service;

/// <summary>A thousand watchers of one real run, and some that ask for its events and never read them.</summary>
internal static class ServiceWatchers
{
    private const int Watchers = 1000;
    private const int Deaf = 100;
    private const double RssGoalMb = 300;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static async Task<int> RunAsync()
    {
        var table = new FigureTable("service-watchers");
        await using var service = await ServiceProcess.StartAsync();
        await service.ApplyAsync(Experiments.Calm("watched", seconds: 30));
        using var triggered = await service.TriggerAsync("watched");
        var run = JsonSerializer.Deserialize<RunReply>(await triggered.Content.ReadAsStringAsync(), Json)!;

        var clock = Stopwatch.GetTimestamp();
        List<Watcher> watchers = [.. Enumerable.Range(0, Watchers).Select(_ => new Watcher())];
        var reading = watchers.ConvertAll(w => w.ReadAsync(service.Http, run.Id, clock));
        List<Socket> deaf = [.. Enumerable.Range(0, Deaf).Select(_ => NeverRead(service.Http.BaseAddress!, run.Id))];
        var (most, before) = (0.0, service.CpuTime);
        for (var all = Task.WhenAll(reading); !all.IsCompleted; await Task.WhenAny(
            all, Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System))) most = Math.Max(most, service.RssMb);
        await Task.WhenAll(reading);
        var cpu = (service.CpuTime - before) / Stopwatch.GetElapsedTime(clock);
        deaf.ForEach(s => s.Dispose());

        var ended = JsonSerializer.Deserialize<RunReply>(await service.Http.GetStringAsync($"/api/v1/runs/{run.Id}"), Json)!;
        Report(table, watchers, most, cpu, ended);
        return table.Print();
    }

    private static void Report(FigureTable table, List<Watcher> watchers, double rssMb, double cpu, RunReply run)
    {
        var last = watchers.Max(w => w.Arrivals.Keys.Max());
        var whole = watchers.Count(w => w is { Gaps: 0, SawTheEnd: true } && w.Arrivals.Count == last);
        var spread = new Latencies();
        for (var id = 1L; id <= last; id++)
        {
            var arrivals = watchers.Where(w => w.Arrivals.ContainsKey(id)).Select(w => w.Arrivals[id]).ToList();
            foreach (var at in arrivals) spread.Add(Stopwatch.GetElapsedTime(arrivals.Min(), at));
        }
        // The reader does not know when the run's clock began: the event that came soonest is taken for one without delay.
        var soonest = watchers.SelectMany(w => w.Lags).Min();
        var lags = new Latencies();
        foreach (var lag in watchers.SelectMany(w => w.Lags)) lags.Add(lag - soonest);
        table.Add($"RSS with {Watchers:N0} watchers and {Deaf} that never read", RssGoalMb, "MB", rssMb);
        table.Add(
            "watchers that got every event and the end", "all of them", whole == Watchers,
            $"{whole:N0} of {Watchers:N0}, {last} events each");
        table.Note("progress events, later than the run's clock by", $"{lags}");
        table.Note("all events, later than at the first watcher by", $"{spread}");
        table.Note("CPU while they watched, with the run itself", $"{cpu:P0} of a core");
        table.Add("the run that they watched", "finished", run.State == "finished", $"{run.State}, {run.Verdict}");
    }

    private static Socket NeverRead(Uri address, string runId)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 1024 };
        socket.Connect(IPAddress.Loopback, address.Port);
        socket.Send(Encoding.ASCII.GetBytes($"GET /api/v1/runs/{runId}/events HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        return socket;
    }
}
