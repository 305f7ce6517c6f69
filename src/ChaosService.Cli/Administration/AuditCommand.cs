using System.CommandLine;
using ChaosService.Cli.Common;
using ChaosService.Engine.Judging;
using ChaosService.Engine.Store.Postgres;
using ChaosService.Service.Audit;
using ChaosService.Service.Options;
using ChaosService.Service.Sharing;

namespace ChaosService.Cli.Administration;

internal static class AuditCommand
{
    public static Command Create(IProgram program)
    {
        var last = CommonOptions.WholeNumber("--last", "How many entries, counted from the newest. Default: 50.");
        var (store, json) = (new StoreFlags(), CommonOptions.Json());
        var command = store.AddTo(new Command(
            "audit", "Who changed what on this machine's service, or on all that share its store, oldest first.") { last, json });
        command.SetAction(parsed => Run(program, parsed.GetValue(last) ?? 50, store.Read(parsed), parsed.GetValue(json)));
        return command;
    }

    private static int Run(IProgram program, int last, ServiceOptions options, bool json)
    {
        var entries = options.Store.Shared ? Shared(program, last, options) : Here(last, options);
        if (json) ConsoleJson.Print(entries);
        else if (entries.Count == 0) System.Console.Out.WriteLine("nothing was changed yet: the audit log is empty");
        else foreach (var entry in entries) System.Console.Out.WriteLine(Line(entry));
        return ExitCodes.Valid;
    }

    private static List<AuditEntry> Here(int last, ServiceOptions options)
    {
        using var audit = new AuditLog(options.State, TimeProvider.System);
        return [.. audit.Entries().TakeLast(last)];
    }

    private static List<AuditEntry> Shared(IProgram program, int last, ServiceOptions options)
    {
        using var installation = program.Open(options.State, options.Store);
        return [.. AuditCopies.Last(new SharedAudit(installation.Shared!), last)];
    }

    private static string Line(AuditEntry e)
    {
        var subject = string.Concat(e.Subject.Select(s => $" {s.Key}={s.Value}"));
        var role = e.Role is null ? "" : $" ({e.Role})";
        var instance = e.Instance is null ? "" : $"  {e.Instance}";
        return $"{e.At:yyyy-MM-dd HH:mm:ss} UTC{instance}  {e.Who}{role} from {e.From}  {e.What}{subject}  "
            + $"{e.Result.ToString().ToLowerInvariant()}{(e.Status is { } status ? $" {status}" : "")}";
    }
}
