using ChaosService.EndToEnd.Tests.Running;

namespace ChaosService.EndToEnd.Tests;

/// <summary>
/// A real service under libfaketime, whose wall clock a test sets. Its runs are refused for want of an engine: what counts is that they are
/// tried.
/// </summary>
public sealed class ClockTests
{
    private const string Library = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1";

    [Fact]
    public async Task Clock_that_is_set_back_and_forwards_neither_stops_schedules_nor_makes_them_storm_nor_makes_runs_old()
    {
        Assert.SkipUnless(File.Exists(Library), "needs Debian's package faketime");
        await using var workspace = new Workspace();
        Directory.CreateDirectory(workspace.Runs);
        var offset = workspace.Write("offset", "+0");
        using var service = await Daemon.StartAsync(workspace, new Dictionary<string, string>
        {
            ["LD_PRELOAD"] = Library, ["FAKETIME_TIMESTAMP_FILE"] = offset, ["FAKETIME_NO_CACHE"] = "1",
            ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1", ["DOCKER_HOST"] = $"unix://{workspace.Path}/nowhere.sock",
            ["CHAOSSERVICE__RETENTION__AGE"] = "12h", ["CHAOSSERVICE__RETENTION__KEEPLAST"] = "0",
        });
        await service.ApplyAsync(AttachedCluster.Experiment("    []") + "\n  schedule: { cron: \"* * * * * ?\", concurrency: queue }\n");
        await Machine.UntilAsync(async () => await CountAsync() >= 2, "it fires");

        var before = await NowAsync();
        File.WriteAllText(offset, "-3600");
        await Machine.UntilAsync(
            async () => (await AcceptedAsync()).Count(a => a < before.AddMinutes(-30)) >= 2, "it fires at the time that was set back");
        var count = await CountAsync();
        File.WriteAllText(offset, "+86400");
        await Machine.UntilAsync(async () => (await AcceptedAsync()).Count(a => a > before.AddHours(12)) >= 2, "it fires a day later");

        // A day's worth of seconds was leapt over, and the runs from before are a day old by a clock that nobody believes yet.
        Assert.InRange(await CountAsync(), count + 2, count + 120);
        Assert.Contains("the clock leapt ahead", (await service.SendAsync(HttpMethod.Get, "/api/v1/retention")).Text);

        async Task<List<DateTimeOffset>> AcceptedAsync() =>
            [.. (await service.GetAsync("/api/v1/runs?limit=500")).GetProperty("runs").EnumerateArray()
                .Select(r => r.GetProperty("acceptedAt").GetDateTimeOffset())];

        async Task<int> CountAsync() => (await AcceptedAsync()).Count;

        async Task<DateTimeOffset> NowAsync() => (await AcceptedAsync()).Max();
    }
}
