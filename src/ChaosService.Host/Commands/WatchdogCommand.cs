using System.CommandLine;
using ChaosService.Engine.Journal;
using ChaosService.Host.Composition;
using ChaosService.Model.Runs;

namespace ChaosService.Host.Commands;

/// <summary>
/// The dead-man's switch: a process of its own that waits for a run's process to end and reverts what it left. Started by
/// <see cref="Watchdog"/>, not by people.
/// </summary>
internal static class WatchdogCommand
{
    public const string Name = "watchdog";

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(200);

    /// <summary>A run that ends by itself closes its entries first; what is still there after this was left behind.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(1);

    public static Command Create()
    {
        var pid = new Option<int>("--pid") { Required = true };
        var ticks = new Option<long>("--start-ticks") { Required = true };
        var state = CommonOptions.State();
        var command = new Command(Name, "Revert what a run leaves when it is killed.") { pid, ticks, state };
        command.Hidden = true;
        command.SetAction((parsed, stop) => RunAsync(new ProcessIdentity(parsed.GetValue(pid), parsed.GetValue(ticks)), parsed.GetValue(state)!, stop));
        return command;
    }

    private static async Task<int> RunAsync(ProcessIdentity watched, string state, CancellationToken stop)
    {
        while (Processes.IsAlive(watched)) await Task.Delay(PollInterval, TimeProvider.System, stop);
        using var installation = new Installation(state);
        if (!installation.Journal.Entries().Any(e => e.Owner == watched)) return ExitCodes.Valid;
        await Task.Delay(Lease, TimeProvider.System, stop);
        var results = await installation.Leftovers.RevertAsync(ofLivingToo: false, heldProject: null, stop);
        foreach (var (entry, error) in results)
            await System.Console.Error.WriteLineAsync($"chaosctl watchdog: run {entry.RunId} was killed; {(error is null ? "reverted" : "could NOT revert")}: {entry.Recipe.Description} {error}");
        return results.All(r => r.Error is null) ? ExitCodes.Valid : ExitCodes.Unavailable;
    }
}
