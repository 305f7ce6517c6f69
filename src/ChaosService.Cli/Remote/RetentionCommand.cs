using System.CommandLine;
using System.Text.Json;
using ChaosService.Cli.Common;
using ChaosService.Cli.Remote.Client;
using ChaosService.Contracts;
using ChaosService.Engine.Judging;
using ChaosService.Model.Configuration;

namespace ChaosService.Cli.Remote;

internal static class RetentionCommand
{
    public static Command Create(Option<string> server)
    {
        var apply = new Option<bool>("--apply") { Description = "Delete now instead of showing what would be deleted." };
        var json = CommonOptions.Json();
        var command = new Command("retention",
            "Show which of the service's runs would be deleted and why, and which stay although a limit would take them.") { apply, json };
        command.SetAction(async (parsed, stop) =>
        {
            using var client = parsed.Connect(server);
            var reply = parsed.GetValue(apply)
                ? await client.PostAsync<RetentionReply>("retention/run", body: null, stop)
                : await client.GetAsync<RetentionReply>("retention", stop);
            System.Console.Out.Write(parsed.GetValue(json) ? JsonSerializer.Serialize(reply, ConsoleJson.Options) + "\n" : Text(reply));
            return ExitCodes.Valid;
        });
        return command;
    }

    private static string Text(RetentionReply reply)
    {
        var lines = new List<string>
        {
            $"{Count(reply.Runs)} stored, {Size(reply.Bytes)}; {Count(reply.RemoveRuns)} would go, {Size(reply.RemoveBytes)}; "
                + $"{reply.Deleted.Runs} deleted since the start",
        };
        lines.AddRange(reply.Remove.Select(r => $"  goes   {r.RunId}  {Size(r.Bytes)}  {r.Reason}"));
        lines.AddRange(reply.Keep.Select(r => $"  stays  {r.RunId}  {Size(r.Bytes)}  {r.Reason}"));
        lines.AddRange(reply.Troubles.Select(t => $"  ! {t}"));
        return string.Join('\n', lines) + "\n";
    }

    private static string Count(int runs) => $"{runs} run{(runs == 1 ? "" : "s")}";

    /// <summary>In whole KiB, as they are easy to compare.</summary>
    private static string Size(long bytes) => new ByteSize((bytes + 1023) / 1024 * 1024).ToString();
}
