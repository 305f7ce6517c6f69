using System.Text.Json;
using ChaosService.Contracts;

namespace ChaosService.Benchmarks.Service;

/// <summary>A service that waits: its memory and CPU before and after runs, and how soon it is ready.</summary>
internal static class ServiceIdle
{
    private const int Starts = 5;
    private const int Runs = 5;
    private const double RssGoalMb = 150;
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(60);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static async Task<int> RunAsync()
    {
        var table = new FigureTable("service-idle");
        await StartsAsync(table);
        await using var service = await ServiceProcess.StartAsync();
        await IdleAsync(table, service, "after the start");
        for (var i = 0; i < Runs; i++) await OneRunAsync(service);
        await IdleAsync(table, service, $"after {Runs} runs");
        table.Note("the most it ever had while they ran", $"{service.PeakRssMb:0} MB");
        return table.Print();
    }

    private static async Task StartsAsync(FigureTable table)
    {
        var (cold, warm) = (new Latencies(), new Latencies());
        for (var i = 0; i < Starts; i++)
        {
            await using var service = await ServiceProcess.StartAsync();
            cold.Add(service.Ready);
        }
        var state = Directory.CreateTempSubdirectory("chaosservice-bench-");
        try
        {
            StoredRuns.Fill(state.FullName, 10_000);
            for (var i = 0; i < Starts; i++)
            {
                await using var service = await ServiceProcess.StartAsync(state.FullName);
                warm.Add(service.Ready);
            }
        }
        finally
        {
            state.Delete(recursive: true);
        }
        table.Add(
            $"start until ready, new state directory, median of {Starts}", 2000, "ms", cold.Quantile(0.5),
            $" (slowest {cold.Quantile(1):0})");
        table.Add(
            $"start until ready, 10,000 stored runs, median of {Starts}", 2000, "ms", warm.Quantile(0.5),
            $" (slowest {warm.Quantile(1):0})");
    }

    private static async Task IdleAsync(FigureTable table, ServiceProcess service, string when)
    {
        await Task.Delay(Settle, TimeProvider.System);
        var cpu = await service.CpuShareAsync(Watched);
        table.Add($"RSS idle {when}", RssGoalMb, "MB", service.RssMb);
        table.Add($"CPU idle {when}, over {Watched.TotalSeconds:0} s", 1, "% of a core", cpu * 100);
    }

    private static async Task OneRunAsync(ServiceProcess service)
    {
        await service.ApplyAsync(Experiments.Calm("calm"));
        using var triggered = await service.TriggerAsync("calm");
        var run = await ReadAsync(triggered);
        while (run.EndedAt is null)
        {
            using var response = await service.Http.GetAsync($"/api/v1/runs/{run.Id}?wait=60s");
            run = await ReadAsync(response);
        }
        if (run.State != "finished") throw new InvalidOperationException($"run {run.Id} is {run.State}: {run.Reason}");
    }

    private static async Task<RunReply> ReadAsync(HttpResponseMessage response) =>
        JsonSerializer.Deserialize<RunReply>(await response.Content.ReadAsStringAsync(), Json)!;
}
