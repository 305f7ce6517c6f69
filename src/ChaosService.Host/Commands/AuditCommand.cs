using System.CommandLine;
using System.Text.Json;
using ChaosService.Host.Access.Audit;

namespace ChaosService.Host.Commands;

internal static class AuditCommand
{
    public static Command Create()
    {
        var last = new Option<int>("--last") { Description = "How many entries, counted from the newest. Default: 50", DefaultValueFactory = _ => 50 };
        var (state, json) = (CommonOptions.State(), CommonOptions.Json());
        var command = new Command("audit", "Who changed what on this machine's service, oldest first.") { last, state, json };
        command.SetAction(parsed => Run(parsed.GetValue(last), parsed.GetValue(state)!, parsed.GetValue(json)));
        return command;
    }

    private static int Run(int last, string state, bool json)
    {
        using var audit = new AuditLog(state, TimeProvider.System);
        var entries = audit.Entries().TakeLast(last).ToList();
        if (json) System.Console.Out.WriteLine(JsonSerializer.Serialize(entries, ConsoleJson.Options));
        else if (entries.Count == 0) System.Console.Out.WriteLine("nothing was changed yet: the audit log is empty");
        else foreach (var entry in entries) System.Console.Out.WriteLine(Line(entry));
        return ExitCodes.Valid;
    }

    private static string Line(AuditEntry e)
    {
        var subject = string.Concat(e.Subject.Select(s => $" {s.Key}={s.Value}"));
        var role = e.Role is null ? "" : $" ({e.Role})";
        return $"{e.At:yyyy-MM-dd HH:mm:ss} UTC  {e.Who}{role} from {e.From}  {e.What}{subject}  {e.Result.ToString().ToLowerInvariant()}{(e.Status is { } status ? $" {status}" : "")}";
    }
}
