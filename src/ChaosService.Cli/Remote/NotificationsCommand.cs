using System.CommandLine;
using System.Text.Json;
using ChaosService.Cli.Common;
using ChaosService.Cli.Remote.Client;
using ChaosService.Contracts;
using ChaosService.Engine.Judging;
using ChaosService.Model.Configuration;

namespace ChaosService.Cli.Remote;

internal static class NotificationsCommand
{
    public static Command Create(Option<string> server)
    {
        var json = CommonOptions.Json();
        var command = new Command(
            "notifications",
            "Who the service tells of events, and how it goes; list deliveries and dead letters, send them again, test a receiver.")
        {
            json,
            List(server),
            Resend(server),
            Delete(server),
            Test(server),
        };
        command.SetAction(async (parsed, stop) =>
        {
            using var client = parsed.Connect(server);
            var reply = await client.GetAsync<NotificationsReply>("notifications", stop);
            if (parsed.GetValue(json)) ConsoleJson.Print(reply);
            else foreach (var line in Lines(reply)) System.Console.Out.WriteLine(line);
            return ExitCodes.Valid;
        });
        return command;
    }

    /// <summary>The output for people.</summary>
    internal static IEnumerable<string> Lines(NotificationsReply reply)
    {
        if (reply.Receivers.Count == 0) yield return "nobody is told of anything; configure notifications.receivers";
        foreach (var r in reply.Receivers)
        {
            yield return $"{r.Name}: {r.Kind} at {r.Host}, {r.Waiting} waiting, {r.Delivered} delivered, {r.Dead} "
                + $"dead{(r.Lost > 0 ? $", {r.Lost} lost" : "")}";
            if (r.LastDeliveredAt is { } at) yield return $"  last     {Moment.Utc(at)}";
            if (r.Trouble is { } trouble) yield return $"  trouble  {trouble}";
        }
    }

    private static Command List(Option<string> server)
    {
        var filters = new Option<string?>[]
        {
            new("--receiver") { Description = "Only those of this receiver." },
            new("--state") { Description = "Only those that are waiting, delivered or dead." },
            new("--limit") { Description = "How many. Default: 50." },
        };
        var json = CommonOptions.Json();
        var command = new Command("list", "List deliveries, the newest first; with --state dead, the dead letters.") { json };
        foreach (var filter in filters) command.Add(filter);
        command.SetAction(async (parsed, stop) =>
        {
            using var client = parsed.Connect(server);
            var reply = await client.GetAsync<DeliveryListReply>($"notifications/deliveries?{parsed.Query(filters)}", stop);
            if (parsed.GetValue(json)) ConsoleJson.Print(reply);
            else
                foreach (var d in reply.Deliveries)
                    System.Console.Out.WriteLine(
                        $"{d.Id,-6} {d.State,-9} {d.Receiver,-12} {d.Type,-18} {Moment.Utc(d.ChangedAt)}  {d.Reason ?? d.Summary}");
            return ExitCodes.Valid;
        });
        return command;
    }

    private static Command Resend(Option<string> server)
    {
        var id = new Argument<string?>("ID")
        {
            Description = "A dead letter's number, as `notifications list --state dead` shows it.", Arity = ArgumentArity.ZeroOrOne,
        };
        var all = new Option<bool>("--all") { Description = "All dead letters." };
        var receiver = new Option<string?>("--receiver") { Description = "With --all: those of this receiver." };
        var command = new Command("resend", "Send a dead letter again, or all of them.") { id, all, receiver };
        command.SetAction(async (parsed, stop) =>
        {
            using var client = parsed.Connect(server);
            if (parsed.GetValue(id) is { } one && !parsed.GetValue(all))
            {
                await client.PostAsync($"notifications/deliveries/{Uri.EscapeDataString(one)}/resend", stop);
                System.Console.Out.WriteLine($"{one}: waits again");
                return ExitCodes.Valid;
            }
            if (!parsed.GetValue(all) || parsed.GetValue(id) is not null)
                throw new BadInputException("resend takes the number of a dead letter, or --all");
            var reply = await client.PostAsync<ResendReply>($"notifications/resend?{parsed.Query([receiver])}", body: null, stop);
            System.Console.Out.WriteLine($"{reply.Count} dead letter{(reply.Count == 1 ? " waits" : "s wait")} again");
            return ExitCodes.Valid;
        });
        return command;
    }

    private static Command Delete(Option<string> server)
    {
        var id = new Argument<string>("ID") { Description = "A dead letter's number." };
        var command = new Command("delete", "Forget a dead letter.") { id };
        command.SetAction(async (parsed, stop) =>
        {
            using var client = parsed.Connect(server);
            await client.PostAsync($"notifications/deliveries/{Uri.EscapeDataString(parsed.GetValue(id)!)}/delete", stop);
            System.Console.Out.WriteLine($"{parsed.GetValue(id)}: forgotten");
            return ExitCodes.Valid;
        });
        return command;
    }

    private static Command Test(Option<string> server)
    {
        var name = new Argument<string>("RECEIVER") { Description = "The receiver's name in the options." }
            .Suggesting<NotificationsReply>(server, "notifications", reply => reply.Receivers.Select(r => r.Name));
        var json = CommonOptions.Json();
        var command = new Command(
            "test", "Send a test event to a receiver and say what came of it. Exit code 69 when it was not taken.") { name, json };
        command.SetAction(async (parsed, stop) =>
        {
            using var client = parsed.Connect(server);
            var reply = await client.PostAsync<TestReply>(
                $"notifications/receivers/{Uri.EscapeDataString(parsed.GetValue(name)!)}/test", body: null, stop);
            System.Console.Out.WriteLine(parsed.GetValue(json)
                ? JsonSerializer.Serialize(reply, ConsoleJson.Options)
                : $"{reply.Receiver}: {(reply.Delivered ? "delivered" : $"not delivered: {reply.Reason}")}");
            return reply.Delivered ? ExitCodes.Valid : ExitCodes.Unavailable;
        });
        return command;
    }
}
