using System.CommandLine;
using ChaosService.Cli.Common;
using ChaosService.Engine.Journal;
using ChaosService.Engine.Judging;
using ChaosService.Model.Runs;

namespace ChaosService.Cli.Local;

internal static class FaultsCommand
{
    public static Command Create(IProgram program) =>
        new("faults", "What is broken on this machine right now, and taking it back.") { List(program), Revert(program) };

    private static Command List(IProgram program)
    {
        var (state, json) = (CommonOptions.State(), CommonOptions.Json());
        var command = new Command("list", "List what is in the fault journal.") { state, json };
        command.SetAction(parsed => RunList(program, parsed.GetValue(state)!, parsed.GetValue(json)));
        return command;
    }

    private static Command Revert(IProgram program)
    {
        var (state, json) = (CommonOptions.State(), CommonOptions.Json());
        var force = new Option<bool>("--force") { Description = "Also revert the faults of runs that are still going on." };
        var command = new Command(
            "revert", "Revert what ended processes left behind: faults, and targets that they brought up.") { force, state, json };
        command.SetAction(
            (parsed, stop) => RunRevertAsync(program, parsed.GetValue(state)!, parsed.GetValue(force), parsed.GetValue(json), stop));
        return command;
    }

    private static int RunList(IProgram program, string state, bool json)
    {
        using var installation = program.Open(state);
        var entries = installation.Journal.Entries();
        if (json)
        {
            ConsoleJson.Print(entries.Select(Row));
            return ExitCodes.Valid;
        }
        if (entries.Count == 0) System.Console.Out.WriteLine("nothing is broken: the fault journal is empty");
        foreach (var e in entries)
            System.Console.Out.WriteLine(
                $"{e.RunId}  {e.Id}  {e.Recipe.Kind}  since {e.WrittenAt:yyyy-MM-dd HH:mm:ss} UTC  "
                    + $"{(Processes.IsLeft(e) ? "LEFT BEHIND" : $"run goes on (process {e.Owner.Pid})")}  undo: "
                    + $"{e.Recipe.Description}");
        return ExitCodes.Valid;
    }

    private static async Task<int> RunRevertAsync(IProgram program, string state, bool force, bool json, CancellationToken stop)
    {
        using var installation = program.Open(state);
        var results = await installation.Leftovers.RevertAsync(ofLivingToo: force, heldProject: null, stop);
        if (json)
            ConsoleJson.Print(results.Select(r => new { entry = Row(r.Entry), error = r.Error }));
        else if (results.Count == 0)
            System.Console.Out.WriteLine("nothing was left behind");
        else
            foreach (var r in results)
                System.Console.Out.WriteLine(
                    $"{r.Entry.RunId}  {r.Entry.Id}  "
                        + $"{(r.Error is null ? $"reverted: {r.Entry.Recipe.Description}" : $"NOT reverted: {r.Error}")}");
        return results.All(r => r.Error is null) ? ExitCodes.Valid : ExitCodes.Unavailable;
    }

    private static object Row(JournalEntry e) => new
    {
        runId = e.RunId,
        id = e.Id,
        kind = e.Recipe.Kind,
        project = e.Project,
        since = e.WrittenAt,
        pid = e.Owner.Pid,
        leftBehind = Processes.IsLeft(e),
        undo = e.Recipe.Description,
    };
}
