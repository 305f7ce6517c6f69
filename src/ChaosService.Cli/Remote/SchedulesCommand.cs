using System.CommandLine;
using System.Text.Json;
using ChaosService.Cli.Common;
using ChaosService.Cli.Remote.Client;
using ChaosService.Contracts;
using ChaosService.Engine.Judging;

namespace ChaosService.Cli.Remote;

internal static class SchedulesCommand
{
    public static Command Create(Option<string> server)
    {
        var json = CommonOptions.Json();
        var command =
            new Command("schedules", "When the service's experiments run by themselves, with the next firings; pause, resume or fire one.")
        {
            json,
            Change(server, "pause", "No more firings until resumed."),
            Change(server, "resume", "Fire again. What fell into the pause is not made up for."),
            Fire(server),
        };
        command.SetAction(async (parsed, stop) =>
        {
            using var client = parsed.Connect(server);
            var schedules = await client.GetAsync<IReadOnlyList<ScheduleReply>>("schedules", stop);
            if (parsed.GetValue(json)) ConsoleJson.Print(schedules);
            else foreach (var line in Lines(schedules, TimeProvider.System.GetUtcNow())) System.Console.Out.WriteLine(line);
            return ExitCodes.Valid;
        });
        return command;
    }

    /// <summary>The output for people.</summary>
    internal static IEnumerable<string> Lines(IReadOnlyList<ScheduleReply> schedules, DateTimeOffset now)
    {
        if (schedules.Count == 0) yield return "no schedules; give an experiment a 'schedule:' and apply it";
        foreach (var schedule in schedules)
        {
            yield return $"{schedule.Experiment}: {schedule.Text}{(schedule.Paused ? ", PAUSED" : "")}";
            if (schedule.Next.Count > 0) yield return $"  next  {string.Join(", then ", schedule.Next.Select(n => Moment.Ahead(n, now)))}";
            if (schedule.Last is { } last) yield return $"  last  {Moment.Utc(last.At)}: {last.Outcome} {last.RunId ?? last.Detail}";
        }
    }

    private static Command Change(Option<string> server, string verb, string description)
    {
        var (name, json) = (Name(server), CommonOptions.Json());
        var command = new Command(verb, description) { name, json };
        command.SetAction(async (parsed, stop) =>
        {
            using var client = parsed.Connect(server);
            var schedule = parsed.GetValue(name)!;
            await client.PostAsync($"schedules/{Uri.EscapeDataString(schedule)}/{verb}", stop);
            System.Console.Out.WriteLine(parsed.GetValue(json)
                ? JsonSerializer.Serialize(new { name = schedule, paused = verb == "pause" }, ConsoleJson.Options)
                : $"{schedule}: {verb}d");
            return ExitCodes.Valid;
        });
        return command;
    }

    private static Command Fire(Option<string> server)
    {
        var (name, json) = (Name(server), CommonOptions.Json());
        var command = new Command("fire", "Fire now, besides the schedule.") { name, json };
        command.SetAction(async (parsed, stop) =>
        {
            using var client = parsed.Connect(server);
            var firing =
                await client.PostAsync<FiringReply>($"schedules/{Uri.EscapeDataString(parsed.GetValue(name)!)}/fire", body: null, stop);
            System.Console.Out.WriteLine(
                parsed.GetValue(json) ? JsonSerializer.Serialize(firing, ConsoleJson.Options) : $"{firing.RunId}  {firing.Outcome}");
            return ExitCodes.Valid;
        });
        return command;
    }

    private static Argument<string> Name(Option<string> server) =>
        new Argument<string>("NAME") { Description = "The schedule's name, which is its experiment's." }
            .Suggesting<IReadOnlyList<ScheduleReply>>(server, "schedules", all => all.Select(s => s.Experiment));
}
