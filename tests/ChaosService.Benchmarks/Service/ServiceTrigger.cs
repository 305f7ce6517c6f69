using System.Net;
using System.Text.Json;
using ChaosService.Contracts;

namespace ChaosService.Benchmarks.Service;

/// <summary><c>POST /runs</c> accepted at 200/s for 30 s: each answer is 202, and each accepted run is in the store.</summary>
internal static class ServiceTrigger
{
    private const double Rate = 200;
    private const double GoalMs = 20;
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(30);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static async Task<int> RunAsync()
    {
        var table = new FigureTable("service-trigger");
        using (var engine = new SilentEngine())
            await MeasureAsync(table, "runs that wait behind one that has the target", engine.DockerHost);
        await MeasureAsync(table, "runs that are rejected at once, for want of an engine", "unix:///nowhere/engine.sock");
        return table.Print();
    }

    private static async Task MeasureAsync(FigureTable table, string what, string dockerHost)
    {
        await using var service = await ServiceProcess.StartAsync(
            null, ("DOCKER_HOST", dockerHost), ("CHAOSSERVICE__QUEUELIMIT", "10000"), ("CHAOSSERVICE__RETENTION__COUNT", "100000"));
        await service.ApplyAsync(Experiments.Calm("calm"));
        // The first requests compile the service's code: a service that was started once has that behind it.
        await OpenLoop.RunAsync(50, TimeSpan.FromSeconds(4), _ => AcceptedAsync(service));
        var before = service.CpuTime;
        var latencies = await OpenLoop.RunAsync(Rate, Duration, _ => AcceptedAsync(service));
        var cpu = (service.CpuTime - before) / Duration;
        var stored = await StoredAsync(service);
        table.Add(
            $"POST /runs at {Rate}/s for {Duration.TotalSeconds:0} s, {what}: p99", GoalMs, "ms", latencies.Quantile(0.99),
            $" ({latencies}; {cpu:P0} of a core)");
        table.Add(
            "accepted runs in the store", "all of them", stored == latencies.Count + 200, $"{stored:N0} of {latencies.Count + 200:N0}");
    }

    private static async Task AcceptedAsync(ServiceProcess service)
    {
        using var response = await service.TriggerAsync("calm");
        if (response.StatusCode != HttpStatusCode.Accepted)
            throw new InvalidOperationException($"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
    }

    private static async Task<int> StoredAsync(ServiceProcess service)
    {
        var ids = new HashSet<string>();
        for (string? next = ""; next is not null;)
        {
            var page = JsonSerializer.Deserialize<RunListReply>(await service.Http.GetStringAsync($"/api/v1/runs?limit=500{next}"), Json)!;
            ids.UnionWith(page.Runs.Select(r => r.Id));
            next = page.Next is { } cursor ? $"&cursor={cursor}" : null;
        }
        return ids.Count;
    }
}
