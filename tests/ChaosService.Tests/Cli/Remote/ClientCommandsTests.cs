using System.Text.Json;
using ChaosService.Cli.Remote;
using ChaosService.Contracts;
using ChaosService.Tests.Host.Serving;

namespace ChaosService.Tests.Cli.Remote;

public sealed class ClientCommandsTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 2, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Schedules_are_told_in_words()
    {
        ScheduleReply nightly = new(
            "nightly", "cron 0 0 2 * * ? (UTC), misfire skip, concurrency forbid", false, [Now.AddMinutes(200), Now.AddDays(2)],
            new FiringReply(Now, "started", "run-1", null));
        ScheduleReply paused = new("paused", "every 5m", true, [], null);

        Assert.Equal(
            [
                "nightly: cron 0 0 2 * * ? (UTC), misfire skip, concurrency forbid",
                "  next  in 3 h 20 min (2026-01-31 05:20:00 UTC), then in 2 d 0 h (2026-02-02 02:00:00 UTC)",
                "  last  2026-01-31 02:00:00 UTC: started run-1",
                "paused: every 5m, PAUSED",
            ],
            SchedulesCommand.Lines([nightly, paused], Now));
    }

    [Fact]
    public void No_schedules_say_what_to_do() =>
        Assert.Contains("give an experiment a 'schedule:'", Assert.Single(SchedulesCommand.Lines([], Now)));

    [Fact]
    public async Task Schedule_is_paused_resumed_and_fired()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        using var applied = await service.PutAsync(
            "nightly", ServiceUnderTest.Yaml("nightly").TrimEnd() + "\n  schedule: { cron: \"0 0 2 * * ?\", timeZone: UTC }\n");
        Assert.True(applied.IsSuccessStatusCode, await applied.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        var pause = await Chaosctl.RunAsync(service, "schedules", "pause", "nightly");
        var paused = await Chaosctl.RunAsync(service, "schedules");
        var resume = await Chaosctl.RunAsync(service, "schedules", "resume", "nightly", "--json");
        var fire = await Chaosctl.RunAsync(service, "schedules", "fire", "nightly");
        var listed = await Chaosctl.RunAsync(service, "schedules", "--json");
        var unknown = await Chaosctl.RunAsync(service, "schedules", "pause", "weekly");

        Assert.Equal("nightly: paused\n", pause.Output);
        Assert.Contains(", PAUSED", paused.Output);
        Assert.False(JsonDocument.Parse(resume.Output).RootElement.GetProperty("paused").GetBoolean());
        Assert.Contains("started", fire.Output);
        Assert.Single(service.Work.Started);
        Assert.Equal("nightly", JsonDocument.Parse(listed.Output).RootElement[0].GetProperty("experiment").GetString());
        Assert.Equal(65, unknown.ExitCode);
        Assert.Contains("no such experiment has a schedule", unknown.Error);
    }

    [Fact]
    public async Task Experiments_are_listed_printed_and_deleted()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        await service.ApplyAsync("calm");

        var listed = await Chaosctl.RunAsync(service, "experiments");
        var text = await Chaosctl.RunAsync(service, "experiments", "get", "calm");
        var deleted = await Chaosctl.RunAsync(service, "experiments", "delete", "calm");
        var gone = await Chaosctl.RunAsync(service, "experiments", "get", "calm");

        Assert.Matches("^calm +etcd +10s", listed.Output);
        Assert.Equal(ServiceUnderTest.Yaml("calm"), text.Output);
        Assert.Equal("calm: deleted\n", deleted.Output);
        Assert.Equal(65, gone.ExitCode);
    }

    [Fact]
    public async Task Targets_are_listed_and_one_that_nobody_keeps_is_not_taken_down()
    {
        await using var service = await ServiceUnderTest.StartAsync();

        var listed = await Chaosctl.RunAsync(service, "targets", "--json");
        var down = await Chaosctl.RunAsync(service, "targets", "down", "etcd");

        Assert.Contains(JsonDocument.Parse(listed.Output).RootElement.EnumerateArray(), t => t.GetProperty("name").GetString() == "etcd");
        Assert.Equal(69, down.ExitCode);
        Assert.Contains("nobody brought the target 'etcd' up to stay", down.Error);
    }

    [Fact]
    public async Task Directory_is_applied_without_following_links()
    {
        using var directory = new ChaosService.Tests.Engine.Fakes.TempDirectory();
        await using var service = await ServiceUnderTest.StartAsync();
        Directory.CreateDirectory(directory.File("in"));
        File.WriteAllText(directory.File("in/calm.yaml"), ServiceUnderTest.Yaml("calm"));
        File.WriteAllText(directory.File("secret"), "root:x:0:0");
        File.CreateSymbolicLink(directory.File("in/link.yaml"), directory.File("secret"));
        Directory.CreateSymbolicLink(directory.File("in/round"), directory.File("in"));

        var applied = await Chaosctl.RunAsync(service, "apply", "-f", directory.File("in"));

        Assert.Equal((0, "calm: created\n", ""), (applied.ExitCode, applied.Output, applied.Error));
    }

    [Fact]
    public async Task Endless_file_ends()
    {
        await using var service = await ServiceUnderTest.StartAsync();

        var applied = await Chaosctl.RunAsync(service, "apply", "-f", "/dev/zero");

        Assert.Equal(65, applied.ExitCode);
        Assert.Contains("/dev/zero is bigger than 1 MiB", applied.Error);
    }
}
