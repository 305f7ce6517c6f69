using System.Diagnostics;
using System.Text.Json;
using ChaosService.Contracts;

namespace ChaosService.Benchmarks.Service;

/// <summary>Memory of the service through the shipped soak, a line a minute.</summary>
internal static class ServiceSoak
{
    private const double GrowthGoal = 1.10;
    private static readonly TimeSpan Base = TimeSpan.FromMinutes(5);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static async Task<int> RunAsync(TimeSpan duration)
    {
        var table = new FigureTable($"service-soak of {duration.TotalMinutes:0} min");
        await using var service = await ServiceProcess.StartAsync();
        await service.ApplyAsync(await File.ReadAllTextAsync(Path.Combine(ServiceProcess.Root, "experiments/etcd/soak.yaml")));
        using var triggered = await service.TriggerAsync("etcd-soak", $"spec.duration={duration.TotalMinutes:0}m");
        if (!triggered.IsSuccessStatusCode) throw new InvalidOperationException(await triggered.Content.ReadAsStringAsync());
        var run = JsonSerializer.Deserialize<RunReply>(await triggered.Content.ReadAsStringAsync(), Json)!;
        var (started, samples) = (Stopwatch.GetTimestamp(), new List<(TimeSpan At, double Mb)>());
        Console.WriteLine("min   RSS MB   threads   CPU s");
        while (run.EndedAt is null)
        {
            run = JsonSerializer.Deserialize<RunReply>(await service.Http.GetStringAsync($"/api/v1/runs/{run.Id}?wait=10s"), Json)!;
            samples.Add((Stopwatch.GetElapsedTime(started), service.RssMb));
            if (samples.Count % 6 == 1)
                Console.WriteLine(
                    $"{samples[^1].At.TotalMinutes,3:0}   {samples[^1].Mb,6:0}   {service.Threads,7}   {service.CpuTime.TotalSeconds,5:0}");
        }
        // One collection more or less must not decide: the mean of a minute on both ends.
        var (early, late) =
            (Mean(samples, Base, Base + TimeSpan.FromMinutes(1)), Mean(samples, duration - TimeSpan.FromMinutes(1), duration));
        table.Add("the run", "finished", run.State == "finished", $"{run.State}, {run.Verdict}: {run.Reason}");
        table.Add(
            "RSS at the end", $"≤ RSS after 5 min + 10% = {early * GrowthGoal:0} MB", late <= early * GrowthGoal,
            $"{late:0} MB (after 5 min {early:0} MB, most {service.PeakRssMb:0} MB)");
        return table.Print();
    }

    private static double Mean(List<(TimeSpan At, double Mb)> samples, TimeSpan from, TimeSpan to) =>
        samples.Where(s => s.At >= from && s.At < to).Select(s => s.Mb).DefaultIfEmpty(double.NaN).Average();
}
